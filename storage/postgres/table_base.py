"""What all tables share: names of constraints, types of columns, and how rows belong to a business."""

from datetime import datetime, time
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Text,
    Time,
    TypeDecorator,
    cast,
    func,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from domain.business_settings import known_timezone, spoken_greeting
from domain.errors import InvalidInput
from domain.languages import offered_language

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ex": "ex_%(table_name)s_%(constraint_name)s",
}


class ClosingTime(TypeDecorator[time]):
    """A time of day that may be stored as 24:00, which Python's type and the driver do not have; it reads as 00:00."""

    impl = Time
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return type_coerce(cast(column, Text), self)

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        if value is None or isinstance(value, time):
            return value
        return time(0) if value.startswith("24:") else time.fromisoformat(value)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
        list[dict[str, str]]: JSONB(),
        dict[str, float]: JSONB(),
        dict[str, str]: JSONB(),
    }


class SettingRefused(InvalidInput, DontWrapMixin):
    """Passes through SQLAlchemy, which wraps every other error of a column's type."""


class KnownTimezone(TypeDecorator[str]):
    """An IANA zone's name. Writing any other raises InvalidInput; what is stored is read as it is.

    A trigger says the same to whoever writes SQL, here and for `SpokenGreeting`.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        try:
            return None if value is None else known_timezone(value)
        except InvalidInput as refused:
            raise SettingRefused(*refused.args) from None


class SpokenGreeting(TypeDecorator[str]):
    """A greeting that says something. Writing a blank one raises InvalidInput; what is stored is read as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        try:
            return None if value is None else spoken_greeting(value)
        except InvalidInput as refused:
            raise SettingRefused(*refused.args) from None


class LanguageNotOffered(InvalidInput, DontWrapMixin):
    """Passes through SQLAlchemy, which wraps every other error of a column's type."""


class OfferedLanguage(TypeDecorator[str]):
    """A BCP 47 tag of a language offered. Writing any other raises InvalidInput; what is stored is read as it is.

    A trigger (migration 0007) says the same to whoever writes SQL.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        try:
            return None if value is None else offered_language(value)
        except InvalidInput as refused:
            raise LanguageNotOffered(*refused.args) from None


def created_at_column() -> Mapped[datetime]:
    """When the row was written, by the server's clock."""
    return mapped_column(server_default=func.now())


def business_column() -> Mapped[UUID]:
    """The business the row belongs to; it goes with it."""
    return mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))


def within_business(column: str, table: str, ondelete: str | None = None) -> ForeignKeyConstraint:
    """A reference that cannot leave the row's own business."""
    return ForeignKeyConstraint(
        ["business_id", column], [f"{table}.business_id", f"{table}.id"], ondelete=ondelete
    )
