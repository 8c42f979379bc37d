"""A business's logo and greeting."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, File, Path, Request, Response, UploadFile
from pydantic import BaseModel

from deployments.api.audio import file_answer
from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.policies import needs, public
from domain.accounts.roles import Permission
from domain.brand import LARGEST, FileKind
from services.setup.brand import BrandFiles
from storage.postgres.brand_files import BrandFileRow

router = APIRouter(prefix="/businesses/{business_id}/brand", tags=["brand"], responses=RESPONSES)
public_router = APIRouter(tags=["web booking"], responses=RESPONSES)
ROUTERS = (router, public_router)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)


async def brand_of(request: Request) -> BrandFiles:
    return request.app.state.brand


TheBrand = Annotated[BrandFiles, Depends(brand_of)]
Kind = Annotated[FileKind, Path()]


class BrandFileTold(BaseModel):
    """A file; `media_type` is told from its bytes."""

    kind: FileKind
    media_type: str
    size: int
    uploaded_by: str
    uploaded_at: datetime

    @classmethod
    def of(cls, row: BrandFileRow) -> "BrandFileTold":
        return cls.model_validate(row, from_attributes=True)


class BrandFilesTold(BaseModel):
    items: list[BrandFileTold]


@router.get("", openapi_extra=READ)
async def files(principal: InBusiness, those: TheBrand) -> BrandFilesTold:
    """What there is."""
    return BrandFilesTold(items=[BrandFileTold.of(row) for row in await those.all_of(principal)])


@router.put("/{file_kind}", openapi_extra=WRITE)
async def upload(
    file_kind: Kind,
    principal: InBusiness,
    those: TheBrand,
    file: Annotated[UploadFile, File(description="Logo: PNG, JPEG, GIF or WebP. Greeting: WAV, MP3 or Ogg")],
) -> BrandFileTold:
    """Puts a file in the place of the one before: a logo of 512 KiB at most, or a greeting of 1000 KiB."""
    return BrandFileTold.of(await those.put(principal, file_kind, await file.read(LARGEST[file_kind] + 1)))


@router.get("/{file_kind}", openapi_extra=READ, response_class=Response)
async def content(file_kind: Kind, principal: InBusiness, those: TheBrand, request: Request) -> Response:
    """The file itself; a range of it on request."""
    return await _file(request, those, await those.get(principal, file_kind))


@router.delete("/{file_kind}", status_code=204, openapi_extra=WRITE)
async def remove(file_kind: Kind, principal: InBusiness, those: TheBrand) -> None:
    """Deletes the file."""
    await those.remove(principal, file_kind)


@public_router.get("/public/{slug}/logo", openapi_extra=public(), response_class=Response)
async def logo(slug: Annotated[str, Path(max_length=100)], those: TheBrand, request: Request) -> Response:
    """The logo on a booking page."""
    return await _file(request, those, await those.logo_of(slug))


async def _file(request: Request, those: BrandFiles, row: BrandFileRow) -> Response:
    ending = row.media_type.rpartition("/")[2]
    return await file_answer(request, those.objects, row.key, f"{row.kind}.{ending}", row.media_type)
