"""How much of a render may be left out because it would change little."""

from sora_studio.ui.kit import Choice


class StepCacheChoice(Choice):
    """The film's step cache by what it is good for; a film may have a number of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Step cache"))
        self.setToolTip(
            self.tr(
                "Steps that would change little take over what the model gave before. "
                "It is worth most with many steps; pictures become a little different."
            )
        )

    def show_threshold(self, threshold: float) -> None:
        named = {
            0.0: self.tr("Off, every step is calculated"),
            0.05: self.tr("Careful"),
            0.1: self.tr("Fast"),
        }
        texts = {threshold: f"{threshold:g}"} | named
        self.offer([(texts[each], each) for each in sorted(texts)], threshold)
