"""A vendor's connections break, all at once and wherever they are."""

from load.chaos.ground import Ground, Injection

SETTLES_S = 6.0


class DropVendor:
    """Resets every connection the vendor's stand-in has open."""

    def __init__(self, vendor: str) -> None:
        self._vendor = vendor
        self.kind = f"drop_{vendor}"

    async def inject(self, ground: Ground) -> Injection | None:
        injection = ground.note(self.kind, "both", SETTLES_S)
        answer = await ground.http.post(
            f"{ground.running.stand_ins_url}/_sandbox/cuts", json={"vendor": self._vendor}
        )
        injection.note = f"{answer.raise_for_status().json()['cut']} connections"
        return injection
