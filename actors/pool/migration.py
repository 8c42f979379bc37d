"""Asking calls to leave their actors: to newer ones of the node, or to other nodes."""

from actors.handoff.messages import Migrate, Migration
from actors.pool.members import Member
from actors.pool.placement import Rooms

HAND_ON_WITHIN_S = 20.0


class Moves:
    """Asks each call once; it goes at its next turn boundary, or anywhere once its time is over."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def move(self, at_most: int, within_s: float) -> None:
        """Has calls go to other nodes; `at_most` so many are on their way at a time, those asked before included."""
        members = tuple(self._rooms.members.values())
        under_way = sum(len(member.asked) for member in members)
        staying = [(m, call_id) for m in members for call_id in m.calls if call_id not in m.asked]
        for member, call_id in staying[: max(0, at_most - under_way)]:
            _ask(member, call_id, Migration.REMOTE, within_s)

    def hand_on_outdated(self, homeless: int) -> None:
        """Has calls leave actors of another release, no more at a time than new ones wait for them.

        Args:
            homeless: calls between two actors already.
        """
        outdated = [member for member in self._rooms.members.values() if member.outdated]
        under_way = sum(len(member.asked) for member in outdated) + homeless
        for member in outdated:
            for call_id in member.calls.keys() - member.asked:
                if under_way >= len(self._rooms.warm):
                    return
                under_way += 1
                _ask(member, call_id, Migration.LOCAL, HAND_ON_WITHIN_S)


def _ask(member: Member, call_id: str, how: Migration, within_s: float) -> None:
    member.asked.add(call_id)
    member.channel.send(Migrate(call_id, how, within_s))
