"""A vendor's connections break, all at once and wherever they are."""

from load.chaos.injection import FaultContext, Injection

SETTLES_S = 6.0


class DropVendor:
    """Resets every connection the vendor's stand-in has open."""

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self.kind = f"drop_{vendor}"

    async def inject(self, context: FaultContext) -> Injection | None:
        injection = context.begin(self.kind, "both", SETTLES_S)
        answer = await context.http.post(
            f"{context.running.stand_ins_url}/_sandbox/cuts", json={"vendor": self._vendor}
        )
        injection.note = f"{answer.raise_for_status().json()['cut']} connections"
        return injection
