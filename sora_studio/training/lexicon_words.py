"""Other words for what the drawn world knows: per attribute and value, parted by bars."""

from collections.abc import Mapping

from sora_studio.training.lexicon_cast import CAST
from sora_studio.training.lexicon_places import PLACES

WORDS: Mapping[str, Mapping[str, str]] = {
    "subject": CAST,
    "setting": PLACES,
    "time": {
        "dawn": "at dawn|at sunrise|early in the morning|at daybreak|in the first light|morning|before breakfast",
        "day": "by day|in bright sunshine|at noon|in the afternoon|in broad daylight|midday|day|at lunchtime",
        "sunset": "at sunset|at golden hour|as the sun goes down|in the last rays of the sun|sundown|"
        "in the setting sun",
        "dusk": "at dusk|at twilight|at nightfall|in the blue hour|in the gloaming|dusk|after the sun has set|"
        "late evening",
        "night": "at night|at midnight|after dark|in the moonlight|late at night|under the stars|night",
    },
    "weather": {
        "clear": "clear sky|sunny weather|cloudless sky|clear weather|fine weather",
        "snowfall": "snowing|in a blizzard|snowflakes falling|in a snowstorm|falling snow|heavy snow",
        "rain": "in the rain|raining|in a downpour|in a thunderstorm|drizzle|heavy rain|rainy",
        "fog": "in the fog|misty|foggy|in thick mist|hazy|in the smoke",
        "wind": "in the wind|windy|in a storm wind|in a gale|stormy winds|breezy|blustery|in a hurricane|"
        "in a sandstorm",
        "fireflies": "fireflies|surrounded by fireflies|glowing insects|floating sparks|drifting lights|embers",
    },
    "style": {
        "flat": "flat illustration|flat vector art|cartoon|simple flat shapes|flat colours|animated cartoon",
        "ink": "ink drawing|pen and ink|ink and wash|line art|manga|black ink|ink wash|brush and ink|inked comic",
        "papercraft": "papercraft|paper cut-out|origami|cut paper|paper collage|made of paper|paper diorama",
        "neon": "neon|neon glow|cyberpunk|synthwave|glowing neon lines|neon lights|glowing outlines",
        "pencil": "pencil|pencil sketch|graphite|charcoal drawing|crayon drawing|rough sketch|pencil drawing|"
        "sketchbook",
        "watercolour": "watercolour|watercolor|aquarelle|watercolour painting|gouache|painted in watercolor|"
        "soft washes",
    },
    "size": {
        "EWS": "extreme wide shot|establishing shot|seen from far away|panorama|vast landscape shot|extreme long shot",
        "WS": "wide shot|long shot|full shot|wide angle|whole figure|wide framing",
        "MS": "medium shot|mid shot|waist shot|medium close shot|two-shot",
        "CU": "close-up|closeup|portrait|tight shot|close shot|head shot",
        "ECU": "extreme close-up|macro shot|detail|macro|extreme closeup|tiny detail",
    },
    "angle": {
        "eye": "eye level|at eye height|straight-on view|eye-level",
        "high": "high angle|from above|overhead|bird's-eye view|seen from a tower|top-down|looking straight down",
        "low": "low angle|from below|worm's-eye view|looking up from the ground|seen from the floor|towering view",
    },
    "move": {
        "static": "static camera|locked-off camera|still camera|camera on a tripod|no camera movement|static",
        "pan_left": "camera pans left|pan left|panning to the left|camera sweeps left|camera turns left",
        "pan_right": "camera pans right|pan right|panning to the right|camera sweeps right|camera turns right",
        "tilt_up": "camera tilts up|tilt up|camera looks up|camera rises|crane up",
        "tilt_down": "camera tilts down|tilt down|camera looks down|camera sinks|crane down",
        "push_in": "push in|dolly in|slow zoom in|camera moves closer|camera pushes in|zoom in|tracking in",
        "pull_out": "pull out|dolly out|zoom out|camera pulls back|camera moves away|pull back",
        "truck_left": "truck left|camera moves left|track left|camera slides to the left|camera travels left|"
        "dolly left",
        "truck_right": "truck right|camera moves right|track right|camera slides to the right|camera travels right",
        "orbit": "orbit|camera circles around|orbiting camera|camera goes around|arc around|360 shot|camera revolves",
    },
    "colour": {
        "red": "red|scarlet|crimson",
        "blue": "blue|azure|navy blue",
        "yellow": "yellow|golden|lemon",
        "green": "green|emerald|olive",
        "white": "white|ivory|snow-white",
        "purple": "purple|violet|lilac",
        "orange": "orange|amber|tangerine",
        "pink": "pink|rose|magenta",
    },
    "relation": {
        "beside": "beside|next to|alongside|at the side of|near|close to",
        "behind": "in front of|before|in the foreground, behind it|with, in the background,|hiding the view of",
        "above": "below|under|beneath|underneath|with, high above it,|in the shadow below",
    },
}
