#!/usr/bin/env python3
"""Writes the fixed vectors of format 1, from docs/format.md alone.

This is a second implementation: it shares nothing with the driver, which must open every value that
is made here, and make the equality values byte for byte. Needs the package "cryptography".
The vectors are frozen: new ones are only ever added, to a list of their own.

    python3 format1.py > ../resources/io/github/cofferjdbc/field/format-1.json
"""

import hashlib
import json
import struct
import uuid

from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

BASES = {
    name: number
    for number, name in enumerate(
        "bool int2 int4 int8 float4 float8 numeric text bpchar bytea date time timestamp timestamptz"
        " uuid json jsonb".split(),
        1,
    )
}
SEARCHABLE = {"int2": "int8", "int4": "int8", "float4": "float8"}
ARN = "arn:aws:redshift:eu-central-1:123456789012:namespace:5f0e1f1a-6a0c-4b8e-9d0f-6f3f8b0f2c11"
CREATED = "20150206T1832Z"
CONTEXT = [("aws:redshift:arn", ARN), ("aws:redshift:createtime", CREATED)]
DATABASE = uuid.UUID("0f8b7c3a-2d4e-4c1b-9a6f-5e7d8c9b0a12")


def fixed(name, length):
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(name.encode()).digest(length)


CLUSTER_KEY = fixed("cluster key", 32)
DATABASE_KEY_ID = fixed("database key id", 4)
DATABASE_KEY = fixed("database key", 32)
INDEX_KEYS = {0: (fixed("index key id", 4), fixed("index key", 32))}
INDEX_KEYS[300] = (fixed("index key id of scope 300", 4), fixed("index key of scope 300", 32))


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def parts(*values):
    out = b""
    for value in values:
        value = value.encode() if isinstance(value, str) else value
        out += struct.pack(">I", len(value)) + value
    return out


def info(purpose, *more):
    context = [text for entry in sorted(CONTEXT) for text in entry]
    return parts("coffer/1", *([purpose] if purpose else []), *context, *more)


def derive(key, length, purpose, *more):
    return HKDF(hashes.SHA256(), length, b"", info(purpose, DATABASE.bytes, *more)).derive(key)


KW_KEY = derive(DATABASE_KEY, 32, "kw")
INDEX_WRAP_KEY = derive(DATABASE_KEY, 32, "index-wrap")


def pad(plaintext, rule):
    length = len(plaintext) + 1
    if rule == "padme":
        exponent = length.bit_length() - 1
        unit = 1 << max(0, exponent - exponent.bit_length())
    else:
        unit = int(rule)
    padded = -(-length // unit) * unit
    return plaintext + b"\x80" + bytes(padded - length)


def random_value(base, plaintext, number, data_key, scope=0, padding=None):
    second = 0x10 | (8 if padding else 0)
    header = bytes([0xEC, second, BASES[base]]) + varint(scope) + DATABASE_KEY_ID
    header += keywrap.aes_key_wrap(KW_KEY, data_key) + varint(number)
    body = pad(plaintext, padding) if padding else plaintext
    nonce = number.to_bytes(12, "big")
    return header + AESGCM(data_key).encrypt(nonce, body, DATABASE.bytes + header)


def equality_key(base, scope):
    stored = bytes([BASES[SEARCHABLE.get(base, base)]])
    return derive(INDEX_KEYS[scope][1], 64, "eq", b"\x01", stored, varint(scope))


def equality_value(base, plaintext, scope=0):
    stored = bytes([BASES[SEARCHABLE.get(base, base)]])
    header = b"\xEC\x11" + stored + varint(scope) + INDEX_KEYS[scope][0]
    return header + AESSIV(equality_key(base, scope)).encrypt(plaintext, [DATABASE.bytes + header])


TEXT = "Grüße an Ωμέγα 😀".encode()
LONG = " ".join("line %d of a longer text" % i for i in range(40)).encode()
JSON_TEXT = b'{"a": 1,  "a": 2}'
JSONB = b'\x01{"a": 2, "bb": [null, true]}'
# What PostgreSQL sends for one value of each type, and the searchable form where it is another.
PLAINTEXTS = [
    ("bool", b"\x01", None),
    ("int2", struct.pack(">h", -32768), struct.pack(">q", -32768)),
    ("int4", struct.pack(">i", 2147483647), struct.pack(">q", 2147483647)),
    ("int8", struct.pack(">q", -(1 << 63)), None),
    ("float4", struct.pack(">f", -0.0), struct.pack(">d", 0.0)),
    ("float8", bytes.fromhex("fff8000000000001"), bytes.fromhex("7ff8000000000000")),
    ("numeric", struct.pack(">hhHhhh", 2, 0, 0, 2, 1234, 5000),
     struct.pack(">hhHhhh", 2, 0, 0, 1, 1234, 5000)),
    ("text", TEXT, None),
    ("bpchar", b"ab   ", b"ab"),
    ("bytea", bytes.fromhex("00ff80"), None),
    ("date", struct.pack(">i", -730119), None),
    ("time", struct.pack(">q", 86399999999), None),
    ("timestamp", struct.pack(">q", 478375200000001), None),
    ("timestamptz", struct.pack(">q", (1 << 63) - 1), None),
    ("uuid", uuid.UUID("123e4567-e89b-12d3-a456-426614174000").bytes, None),
    ("json", JSON_TEXT, None),
    ("jsonb", JSONB, None),
]

values = []


def add(mode, base, plaintext, stored, scope=0):
    values.append({"type": base + "_" + mode, "scope": scope, "plaintext": plaintext.hex(),
                   "stored": stored.hex()})


block = fixed("data key", 32)
for count, (base, plaintext, _) in enumerate(PLAINTEXTS):
    add("random", base, plaintext, random_value(base, plaintext, count, block))
for number in (127, 128, 16383, 16384, (1 << 20) - 1):
    add("random", "text", TEXT, random_value("text", TEXT, number, block))
add("random", "text", b"", random_value("text", b"", 17, block))
add("random", "text", LONG, random_value("text", LONG, 18, block))
second_block = fixed("second data key", 32)
for scope in (1, 127, 128, 300, (1 << 31) - 1):
    add("random", "numeric", PLAINTEXTS[6][1],
        random_value("numeric", PLAINTEXTS[6][1], 0, fixed("data key of scope %d" % scope, 32), scope),
        scope)
count = 0
for base, plaintext in (("text", TEXT), ("text", b""), ("bytea", bytes.fromhex("8000")),
                        ("bytea", bytes(15)), ("json", JSON_TEXT), ("jsonb", JSONB), ("text", LONG)):
    for rule in ("16", "32", "64", "padme"):
        add("random", base, plaintext,
            random_value(base, plaintext, count, second_block, padding=rule))
        count += 1
for base, plaintext, searchable in PLAINTEXTS:
    if base not in ("json", "jsonb"):
        plaintext = searchable or plaintext
        add("eq", base, plaintext, equality_value(base, plaintext))
for length in (0, 1, 15, 16, 17, 31, 32, 33, 143, 144, 145, 160, 2048, 4097):
    add("eq", "bytea", fixed("plaintext", length), equality_value("bytea", fixed("plaintext", length)))
add("eq", "numeric", PLAINTEXTS[6][2], equality_value("numeric", PLAINTEXTS[6][2], 300), 300)

def wrapped_by_cluster_key(name, key, aad):
    nonce = fixed("nonce of " + name, 12)
    return (nonce + AESGCM(CLUSTER_KEY).encrypt(nonce, key, aad)).hex()


database_aad = info(None, DATABASE.bytes, DATABASE_KEY_ID)
record_key_id = fixed("record key id", 4)
record_key = fixed("record key", 32)
record_aad = info("record", record_key_id)
print(json.dumps({
    "arn": ARN,
    "createTime": CREATED,
    "databaseId": str(DATABASE),
    "clusterKey": CLUSTER_KEY.hex(),
    "recordKey": {"id": record_key_id.hex(), "key": record_key.hex(), "aad": record_aad.hex(),
                  "wrapped": wrapped_by_cluster_key("record key", record_key, record_aad)},
    "databaseKey": {"id": DATABASE_KEY_ID.hex(), "key": DATABASE_KEY.hex(), "aad": database_aad.hex(),
                    "wrapped": wrapped_by_cluster_key("database key", DATABASE_KEY, database_aad)},
    "indexKeys": [{"scope": scope, "id": key_id.hex(), "key": key.hex(),
                   "wrapped": keywrap.aes_key_wrap(INDEX_WRAP_KEY, key).hex()}
                  for scope, (key_id, key) in INDEX_KEYS.items()],
    "derived": [
        {"purpose": "kw", "info": info("kw", DATABASE.bytes).hex(), "key": KW_KEY.hex()},
        {"purpose": "index-wrap", "info": info("index-wrap", DATABASE.bytes).hex(),
         "key": INDEX_WRAP_KEY.hex()},
        {"purpose": "eq", "type": "text_eq", "scope": 0,
         "info": info("eq", DATABASE.bytes, b"\x01", b"\x08", b"\x00").hex(),
         "key": equality_key("text", 0).hex()},
        {"purpose": "eq", "type": "int4_eq", "scope": 0,
         "info": info("eq", DATABASE.bytes, b"\x01", b"\x04", b"\x00").hex(),
         "key": equality_key("int4", 0).hex()},
        {"purpose": "eq", "type": "numeric_eq", "scope": 300,
         "info": info("eq", DATABASE.bytes, b"\x01", b"\x07", b"\xac\x02").hex(),
         "key": equality_key("numeric", 300).hex()},
    ],
    "values": values,
}, indent=1))
