"""A stand-in for object storage that speaks S3, as Supabase Storage and AWS do: path-style addresses, signed requests.

What is not signed as AWS Signature Version 4 says is refused with the vendor's error document; there are the buckets it
was made with and no others. Objects are in memory.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
    r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})"
)
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_LATE = 900


@dataclass(frozen=True, slots=True)
class Stored:
    data: bytes
    etag: str
    at: datetime


@dataclass(slots=True)
class ObjectStorage:
    """The vendor.

    Attributes:
        buckets: by name, their objects by key.
        failures: so many of the next signed requests are answered 503; `hangs`: so many are answered never.
        asked: method and path of each request that was let in.
    """

    names: Collection[str]
    access_key: str = "sandbox"
    secret_key: str = "sandbox-secret"  # noqa: S105 - a stand-in's
    region: str = "local"
    buckets: dict[str, dict[str, Stored]] = field(default_factory=dict[str, dict[str, Stored]])
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict[str, dict[int, bytes]])
    failures: int = 0
    hangs: int = 0
    asked: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.buckets = {name: {} for name in self.names}

    def app(self) -> Starlette:
        methods = ["GET", "HEAD", "PUT", "POST", "DELETE"]
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=methods)])

    async def _answer(self, request: Request) -> Response:
        body = await request.body()
        wrong = self._refusal(request, body)
        if wrong is not None:
            return _error(403, *wrong)
        if self.hangs:
            self.hangs -= 1
            await asyncio.Event().wait()
        if self.failures:
            self.failures -= 1
            return _error(503, "SlowDown", "Please reduce your request rate.")
        bucket, _, key = unquote(request.url.path).lstrip("/").partition("/")
        self.asked.append(f"{request.method} {key}")
        if bucket not in self.buckets:
            return _error(404, "NoSuchBucket", "The specified bucket does not exist")
        query = request.query_params
        match request.method:
            case "GET" if not key:
                return self._list(bucket, query.get("prefix", ""))
            case "GET" | "HEAD":
                return self._read(bucket, key, request.headers.get("range"), head=request.method == "HEAD")
            case "PUT" if "uploadId" in query:
                return self._part(query["uploadId"], int(query["partNumber"]), body)
            case "PUT":
                return self._put(bucket, key, body)
            case "POST" if "uploads" in query:
                return self._begin(bucket, key)
            case "POST" if "uploadId" in query:
                return self._complete(bucket, key, query["uploadId"])
            case "POST" if "delete" in query:
                return self._delete_several(bucket, body)
            case "DELETE":
                self.buckets[bucket].pop(key, None)
                return Response(status_code=204)
            case _:
                return _error(405, "MethodNotAllowed", "The specified method is not allowed")

    def _refusal(self, request: Request, body: bytes) -> tuple[str, str] | None:
        found = _AUTHORIZATION.fullmatch(request.headers.get("authorization", ""))
        if found is None:
            return "AccessDenied", "Access Denied"
        key, day, region, names, signature = found.groups()
        if key != self.access_key:
            return "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
        at = request.headers.get("x-amz-date", "")
        try:
            age = abs(
                (
                    datetime.now(UTC) - datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                ).total_seconds()
            )
        except ValueError:
            return "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header"
        if age > _LATE or not at.startswith(day):
            return (
                "RequestTimeTooSkewed",
                "The difference between the request time and the server's is too large.",
            )
        said = request.headers.get("x-amz-content-sha256", "")
        if said not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match."
        headers = "".join(
            f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in names.split(";")
        )
        query = "&".join(
            sorted(
                f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
                for name, value in request.query_params.multi_items()
            )
        )
        path = quote(unquote(request.scope["raw_path"].partition(b"?")[0].decode()), safe="/-_.~")
        canonical = "\n".join((request.method, path, query, headers, names, said))
        scope = f"{day}/{region}/s3/aws4_request"
        to_sign = "\n".join(("AWS4-HMAC-SHA256", at, scope, hashlib.sha256(canonical.encode()).hexdigest()))
        signing = f"AWS4{self.secret_key}".encode()
        for part in (day, region, "s3", "aws4_request"):
            signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
        wanted = hmac.new(signing, to_sign.encode(), hashlib.sha256).hexdigest()
        if region != self.region or not hmac.compare_digest(wanted, signature):
            return (
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the one you provided.",
            )
        return None

    def _put(self, bucket: str, key: str, data: bytes) -> Response:
        etag = f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'
        self.buckets[bucket][key] = Stored(data, etag, datetime.now(UTC))
        return Response(headers={"ETag": etag})

    def _read(self, bucket: str, key: str, wanted: str | None, *, head: bool) -> Response:
        stored = self.buckets[bucket].get(key)
        if stored is None:
            return _error(404, "NoSuchKey", "The specified key does not exist.")
        headers = {"ETag": stored.etag, "Last-Modified": format_datetime(stored.at, usegmt=True)}
        data, status = stored.data, 200
        found = _RANGE.fullmatch(wanted or "")
        if found is not None:
            start, last = int(found[1]), int(found[2] or len(data) - 1)
            if start >= len(data):
                return _error(416, "InvalidRange", "The requested range is not satisfiable")
            last = min(last, len(data) - 1)
            headers["Content-Range"] = f"bytes {start}-{last}/{len(data)}"
            data, status = data[start : last + 1], 206
        headers["Content-Length"] = str(len(data))
        return Response(b"" if head else data, status, headers=headers)

    def _list(self, bucket: str, prefix: str) -> Response:
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{stored.at:%Y-%m-%dT%H:%M:%S.000Z}</LastModified>"
            f"<ETag>{escape(stored.etag)}</ETag><Size>{len(stored.data)}</Size></Contents>"
            for key, stored in sorted(self.buckets[bucket].items())
            if key.startswith(prefix)
        )
        return _xml(
            f"<ListBucketResult><Name>{bucket}</Name><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"
        )

    def _begin(self, bucket: str, key: str) -> Response:
        upload = secrets.token_hex(8)
        self.uploads[upload] = {}
        return _xml(
            f"<InitiateMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{escape(key)}</Key>"
            f"<UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
        )

    def _part(self, upload: str, number: int, data: bytes) -> Response:
        if upload not in self.uploads:
            return _error(404, "NoSuchUpload", "The specified upload does not exist.")
        self.uploads[upload][number] = data
        return Response(headers={"ETag": f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'})

    def _complete(self, bucket: str, key: str, upload: str) -> Response:
        parts = self.uploads.pop(upload, None)
        if parts is None:
            return _error(404, "NoSuchUpload", "The specified upload does not exist.")
        done = self._put(bucket, key, b"".join(parts[number] for number in sorted(parts)))
        return _xml(
            f"<CompleteMultipartUploadResult><Bucket>{bucket}</Bucket><Key>{escape(key)}</Key>"
            f"<ETag>{escape(done.headers['ETag'])}</ETag></CompleteMultipartUploadResult>"
        )

    def _delete_several(self, bucket: str, body: bytes) -> Response:
        keys = re.findall(r"<Key>([^<]*)</Key>", body.decode())
        for key in keys:
            self.buckets[bucket].pop(key, None)
        gone = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
        return _xml(f"<DeleteResult>{gone}</DeleteResult>")


def _xml(body: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{body}', status, media_type="application/xml")


def _error(status: int, code: str, message: str) -> Response:
    return _xml(f"<Error><Code>{code}</Code><Message>{message}</Message></Error>", status)
