"""The tables of what a business tells people of, and of what they write back."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business

_CHANNELS = "channel IN ('sms', 'email')"
_STATUSES = (
    "status IN ('pending', 'sending', 'perhaps_sent', 'accepted', 'sent', 'delivered', 'undelivered', 'failed',"
    " 'refused')"
)


class NotificationSettingsRow(Base):
    """Whom a business has told of messages, and what it tells its customers; without a row the defaults hold."""

    __tablename__ = "notification_settings"
    __table_args__ = (
        CheckConstraint("(quiet_since IS NULL) = (quiet_until IS NULL)", name="quiet_from_and_until"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    staff_emails: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    """Empty: the owners' addresses."""
    staff_phones: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    quiet_since: Mapped[time | None]
    quiet_until: Mapped[time | None]
    reminder_hours: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default=text("'{24}'"))
    """Before an appointment; empty: nobody is reminded."""
    confirms_bookings: Mapped[bool] = mapped_column(server_default=text("true"))
    texts_missed_calls: Mapped[bool] = mapped_column(server_default=text("false"))
    digest_at: Mapped[time | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NotificationTemplate(Base):
    """A business's own words for a kind in a language."""

    __tablename__ = "notification_templates"

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    sms: Mapped[str]
    subject: Mapped[str]
    mail: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NotificationRow(Base):
    """One notification to one person: what it said and what became of it. Its id is that of its outbox item.

    `status` goes forward alone (`domain.notifications.delivery`). `vendor_id` is Twilio's or SendGrid's id.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("message_id", "messages", ondelete="SET NULL (message_id)"),
        within_business("booking_id", "bookings", ondelete="SET NULL (booking_id)"),
        CheckConstraint(_CHANNELS, name="channel_known"),
        CheckConstraint(_STATUSES, name="status_known"),
        CheckConstraint("answer IN ('confirmed', 'cancelled')", name="answer_known"),
        Index("ix_notifications_created_at", "business_id", "created_at", "id"),
        Index("ix_notifications_recipient", "business_id", "recipient", "created_at"),
        Index("ix_notifications_message_id", "business_id", "message_id"),
        Index("ix_notifications_booking_id", "business_id", "booking_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    kind: Mapped[str]
    channel: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str] = mapped_column(server_default=text("''"))
    body: Mapped[str]
    segments: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    message_id: Mapped[UUID | None]
    booking_id: Mapped[UUID | None]
    status: Mapped[str]
    error_code: Mapped[str | None]
    vendor_id: Mapped[str | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Suppression(Base):
    """An address that gets nothing: its owner said STOP, or it cannot be reached. `detail` is a vendor's code."""

    __tablename__ = "suppressions"
    __table_args__ = (
        CheckConstraint(_CHANNELS, name="channel_known"),
        CheckConstraint("reason IN ('stopped', 'undeliverable')", name="reason_known"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime] = created_at_column()


class TextThread(Base):
    """What one number and the business write each other, by its last text."""

    __tablename__ = "text_threads"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint("status IN ('open', 'done')", name="status_known"),
        Index("ix_text_threads_last_at", "business_id", "last_at", "number"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[str] = mapped_column(primary_key=True)
    own_number: Mapped[str]
    """The business's that they wrote to last: answers come from it."""
    last_body: Mapped[str]
    last_at: Mapped[datetime]
    unread: Mapped[int] = mapped_column(server_default=text("0"))
    id: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())
    status: Mapped[str] = mapped_column(server_default=text("'done'"))
    """Open once a text came that a person should read, until somebody says that it is done."""
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class InboundText(Base):
    """A text somebody sent to the business; `meaning` is what it was taken for."""

    __tablename__ = "inbound_texts"
    __table_args__ = (
        UniqueConstraint("business_id", "message_sid"),
        Index("ix_inbound_texts_number", "business_id", "number", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    number: Mapped[str]
    own_number: Mapped[str]
    body: Mapped[str]
    media: Mapped[list[dict[str, str]]] = mapped_column(server_default=text("'[]'::jsonb"))
    """`[{"url": ..., "content_type": ...}, ...]`: where the carrier keeps pictures."""
    message_sid: Mapped[str]
    meaning: Mapped[str]
    created_at: Mapped[datetime] = created_at_column()


class MessageRead(Base):
    """Who has read a message a caller left."""

    __tablename__ = "message_reads"
    __table_args__ = (within_business("message_id", "messages", ondelete="CASCADE"),)

    business_id: Mapped[UUID] = business_column()
    message_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(server_default=func.now())


class InboxRead(Base):
    """Who has read a missed call or a thread of texts, and when last; messages have `message_reads`."""

    __tablename__ = "inbox_reads"

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[UUID] = mapped_column(primary_key=True)
    """Of the call or the thread."""
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    read_at: Mapped[datetime] = mapped_column(server_default=func.now())
