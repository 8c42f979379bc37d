"""Past calls: those in which bookings were made, and all the others, with what was said and how long answers took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.scheduling.hours import wall_of
from sandbox.seed.diary import Booked
from sandbox.seed.numbers import callers_number
from sandbox.seed.phrases import DAYS, GREETINGS, LEFT, MESSAGES, REASONS, SCRIPTS
from sandbox.seed.shape import Made, Somebody
from sandbox.seed.trades import LANGUAGES, said
from storage.postgres import tables

OTHERS_A_DAY = 3.0
"""Calls in which nothing was booked."""

_OUTCOMES = {
    "answered": 0.42,
    "message": 0.2,
    "abandoned": 0.12,
    "missed": 0.1,
    "transferred": 0.1,
    "failed": 0.03,
    "emergency": 0.03,
}
_PHONE_WITHHELD = 0.07


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one business."""

    made: Made

    def of_bookings(self, booked: Iterable[Booked]) -> None:
        zone = ZoneInfo(self.made.town.zone)
        for each in booked:
            if each.call_id is None:
                continue
            wall = wall_of(each.starts_at, zone)
            day = DAYS[LANGUAGES.index(self.made.language)][wall.weekday()]
            words = {"what": each.offering, "when": f"{day} {wall:%H:%M}", "name": each.customer.name}
            self._call(
                each.call_id, each.made_at - timedelta(minutes=3), "booked", each.customer.phone, words
            )

    def others(self) -> None:
        chance, span = self.made.chance, self.made.span
        days = max((span.now.date() - span.first).days, 1)
        for _ in range(round(days * OTHERS_A_DAY)):
            # More by day than by night, as seen from the business.
            hour = chance.random.triangular(0, 24, 12)
            day = span.first + timedelta(days=chance.random.randrange(days))
            wall = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
            started_at = wall.replace(tzinfo=ZoneInfo(self.made.town.zone), microsecond=0)
            if started_at < span.now - timedelta(hours=1):
                self._other(datetime.fromtimestamp(started_at.timestamp(), tz=span.now.tzinfo))

    def _other(self, started_at: datetime) -> None:
        chance = self.made.chance
        outcome = chance.weighted(tuple(_OUTCOMES), tuple(_OUTCOMES.values()))
        trade, language = self.made.trade, self.made.language
        if outcome == "emergency" and not said(trade.urgent, language):
            outcome = "answered"
        known = chance.one_of(self.made.customers) if chance.happens(0.6) else None
        phone = known.phone if known else callers_number(self.made.town.country, chance)
        if chance.happens(_PHONE_WITHHELD):
            phone = None
        question, answer = chance.one_of(trade.answers)
        words = {
            "question": said(question, language),
            "answer": said(answer, language),
            "name": known.name if known else "Alex",
            "urgent": said(trade.urgent, language),
        }
        call_id = chance.id_at(started_at)
        ended_at = self._call(call_id, started_at, outcome, phone, words)
        if outcome == "message":
            self._message(call_id, ended_at, known, phone, said(LEFT, language))
        elif outcome == "missed" and chance.happens(0.4):
            self._message(
                call_id,
                ended_at,
                None,
                phone,
                "" if chance.happens(0.5) else said(chance.one_of(MESSAGES), language),
                recording_url=f"https://recordings.example.com/{call_id}",
            )

    def _call(
        self, call_id: UUID, started_at: datetime, outcome: str, phone: str | None, words: dict[str, str]
    ) -> datetime:
        """Returns when it ended."""
        chance, made = self.made.chance, self.made
        reason = REASONS.get(outcome, "completed" if chance.happens(0.7) else "caller hung up")
        answer_ms = round(chance.random.lognormvariate(6.2, 0.35), 1)
        answered_at = started_at + timedelta(milliseconds=answer_ms)
        ended_at = started_at + timedelta(seconds=20)
        if outcome != "missed":
            ended_at = self._turns(call_id, answered_at, outcome, words)
        has_audio = outcome not in ("missed", "failed")
        made.rows.add(
            tables.Call,
            id=call_id,
            call_sid=f"CA{call_id.hex}",
            from_number=phone,
            to_number=made.number,
            status="ended",
            outcome=outcome,
            reason=reason,
            started_at=started_at,
            answered_at=answered_at if outcome != "missed" else None,
            ended_at=ended_at,
            answer_ms=answer_ms if outcome != "missed" else None,
            recording_key=f"recordings/{made.id}/{call_id}.wav"
            if has_audio and chance.happens(0.1)
            else None,
            journal_key=None,
        )
        return ended_at

    def _turns(self, call_id: UUID, answered_at: datetime, outcome: str, words: dict[str, str]) -> datetime:
        chance, language = self.made.chance, self.made.language
        at = answered_at
        greeting = said(GREETINGS, language).format(business=self.made.name)
        lines = [
            ("agent", greeting),
            *((who, said(text, language).format(**words)) for who, text in SCRIPTS[outcome]),
        ]
        for index, (who, text) in enumerate(lines):
            interrupted = who == "agent" and 0 < index < len(lines) - 1 and chance.happens(0.08)
            heard = text[: len(text) // 2].rstrip() if interrupted else text
            self.made.rows.add(
                tables.Turn,
                call_id=call_id,
                index=index,
                speaker=who,
                generated_text=text,
                heard_text=heard,
                started_at=at,
                interrupted=interrupted,
                latency_ms=self._latency(who, index),
            )
            at += timedelta(seconds=1.2 + len(heard) / 14)
        return at.replace(microsecond=0) + timedelta(seconds=1)

    def _latency(self, who: str, index: int) -> dict[str, float]:
        """As a call measures it; the greeting answers nobody."""
        chance = self.made.chance
        end_of_turn = round(chance.between(180, 420), 1)
        if who == "caller":
            return {"end_of_turn_ms": end_of_turn}
        if index == 0:
            return {}
        token = round(chance.random.lognormvariate(5.7, 0.3), 1)
        sentence = round(token + chance.between(60, 200), 1)
        audio = round(chance.random.lognormvariate(4.9, 0.25), 1)
        return {
            "end_of_turn_ms": end_of_turn,
            "model_first_token_ms": token,
            "first_sentence_ms": sentence,
            "first_audio_ms": audio,
            "voice_to_voice_ms": round(end_of_turn + sentence + audio, 1),
        }

    def _message(
        self,
        call_id: UUID,
        at: datetime,
        known: Somebody | None,
        phone: str | None,
        text: str,
        recording_url: str | None = None,
    ) -> None:
        self.made.rows.add(
            tables.Message,
            id=self.made.chance.id_at(at),
            call_id=call_id,
            caller_name=known.name if known else None,
            callback_number=phone,
            text=text,
            intent_key=f"seed/{call_id}",
            recording_url=recording_url,
            created_at=at,
        )
