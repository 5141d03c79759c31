"""Words for hours, weather and styles, and words that say nothing of a picture's contents."""

from __future__ import annotations

from .vocabulary_places import entries

TIMES: dict[str, tuple[str, ...]] = {
    "dawn": entries(
        "at dawn; in the early morning; at sunrise; at first light; as the sun comes up; at daybreak; in soft "
        "morning light; in the pink light of dawn"
    ),
    "day": entries(
        "by day; at noon; on a bright day; in daylight; in the afternoon; on a sunny day; under a blue sky; in "
        "broad daylight; at midday; in mid-afternoon light"
    ),
    "sunset": entries(
        "at sunset; at golden hour; in the golden hour; as the sun goes down; in warm evening light; under an "
        "orange sky; in the glow of the setting sun; bathed in sunset colours; in golden light; as the sun sets"
    ),
    "dusk": entries(
        "at dusk; at twilight; in the blue hour; after sunset; at nightfall; as darkness falls; in the dusk; in "
        "the dim blue light of dusk; in the twilight; during blue hour; as night falls"
    ),
    "night": entries(
        "at night; by moonlight; late at night; under the moon; in the dark of night; at midnight; on a starry "
        "night; after dark; under a starry sky; in the middle of the night"
    ),
}
SLUG_TIMES: dict[str, tuple[str, ...]] = {
    "dawn": entries("DAWN; SUNRISE; MORNING"),
    "day": entries("DAY; NOON; AFTERNOON"),
    "sunset": entries("SUNSET; GOLDEN HOUR"),
    "dusk": entries("DUSK; TWILIGHT; BLUE HOUR"),
    "night": entries("NIGHT; MIDNIGHT"),
}
WEATHERS: dict[str, tuple[str, ...]] = {
    "clear": entries("clear sky; clear weather; a clear sky; cloudless weather; fair weather; crisp clear air"),
    "snowfall": entries(
        "snow falling; snowfall; falling snow; snowflakes in the air; heavy snow falling; a light snowfall; a "
        "blizzard; it is snowing"
    ),
    "rain": entries(
        "in the rain; rain; heavy rain; pouring rain; a downpour; rain falling; a rainy scene; a drizzle; it is "
        "raining; a rainstorm"
    ),
    "fog": entries(
        "fog; in thick mist; misty; in dense fog; a foggy scene; haze; veiled in mist; low fog; drifting mist"
    ),
    "wind": entries(
        "in the wind; windy; strong wind; a strong breeze; wind blowing; in a gale; gusts of wind; blowing leaves; "
        "a windy scene; leaves whirling in the wind; blustery weather; it is windy"
    ),
    "fireflies": entries(
        "fireflies; glowing fireflies; fireflies drifting; fireflies in the air; tiny glowing lights; glowing "
        "particles; floating sparks of light; magical glowing dust"
    ),
}
STYLES: dict[str, tuple[str, ...]] = {
    "flat": entries(
        "flat colour animation; flat vector style; cartoon style; flat design; children's book illustration; 2D "
        "animation; vector art; flat colors; cartoon; animated film style; flat; flat style"
    ),
    "ink": entries(
        "ink and wash; ink & wash; ink wash painting; pen and ink drawing; black ink lines; ink drawing; brush and "
        "ink; hatched pen drawing; comic ink style; ink; ink style; ink & wash style; pen and ink; sumi-e ink"
    ),
    "papercraft": entries(
        "papercraft; paper cut-out style; paper craft world; cut paper; paper collage; layered paper art; made of "
        "paper; origami-like paper style; paper diorama; handmade paper animation; papercraft style"
    ),
    "neon": entries(
        "neon glow style; glowing neon lines; synthwave neon style; neon; glowing outlines; neon tubes on black; "
        "retro neon art; luminous neon drawing; cyberpunk neon lines; glowing line art; neon style"
    ),
    "pencil": entries(
        "pencil sketch; pencil drawing; graphite drawing; hand-drawn pencil sketch; soft pencil lines; pencil; "
        "pencil style; charcoal sketch; storyboard sketch; rough pencil storyboard; graphite; sketched in pencil; "
        "hand-drawn sketch; coloured pencil; pencil shading"
    ),
    "watercolour": entries(
        "watercolour; watercolor; watercolour painting; watercolor painting; soft watercolour; watercolour style; "
        "painted in watercolours; loose watercolour wash; aquarelle; delicate watercolors; watercolour on paper; "
        "watercolor style; gouache painting"
    ),
}
MOODS = entries(
    "cinematic; moody; dreamlike; highly detailed; dramatic; peaceful; melancholy; epic; whimsical; shallow depth "
    "of field; shot on 35mm film; film grain; vivid; nostalgic; serene; adventurous; award-winning; 4k; warm and "
    "hopeful; tense atmosphere; beautiful composition; photorealistic; movie trailer"
)
FILLERS = entries(
    "The mood is one of quiet wonder.; Nobody speaks for a moment.; Something is about to happen.; The scene "
    "feels calm and a little strange.; It is a moment to remember.; The story begins here.; Time seems to stand "
    "still.; The details are exquisite.; We hear music from far away.; Everyone knows what this means.; The "
    "colours are rich and the composition is striking.; Then silence."
)
