"""What the window calls the ways from one shot into the next."""

from sora_studio.timeline.transition import TransitionKind
from sora_studio.ui.language import translate


def kind_name(kind: TransitionKind) -> str:
    """As a button or a menu says it."""
    match kind:
        case "cut":
            return translate("Transitions", "Cut")
        case "dissolve":
            return translate("Transitions", "Dissolve")
        case "dip to black":
            return translate("Transitions", "Dip to black")
        case "dip to white":
            return translate("Transitions", "Dip to white")
        case "wipe left":
            return translate("Transitions", "Wipe left")
        case "wipe right":
            return translate("Transitions", "Wipe right")
        case "wipe up":
            return translate("Transitions", "Wipe up")
        case "wipe down":
            return translate("Transitions", "Wipe down")
        case "push left":
            return translate("Transitions", "Push left")
        case "push right":
            return translate("Transitions", "Push right")
