"""Reads dcz (RFC 9842), which Python's own library cannot."""

import ctypes
import hashlib

MAGIC = bytes.fromhex("5e2a4d1820000000")


def dcz_decoded(body, dictionary):
    if body[:40] != MAGIC + hashlib.sha256(dictionary).digest():
        raise AssertionError("not a dcz copy for this dictionary")
    zstd = ctypes.CDLL("libzstd.so.1")
    for function in (zstd.ZSTD_createDCtx, zstd.ZSTD_decompress_usingDict):
        function.restype = ctypes.c_void_p
    size = ctypes.c_size_t(1 << 20)
    output = ctypes.create_string_buffer(size.value)
    frame = body[40:]
    context = ctypes.c_void_p(zstd.ZSTD_createDCtx())
    done = zstd.ZSTD_decompress_usingDict(context, output, size, frame,
                                          ctypes.c_size_t(len(frame)), dictionary,
                                          ctypes.c_size_t(len(dictionary)))
    zstd.ZSTD_freeDCtx(context)
    if done is None or done > size.value:
        raise AssertionError("not a Zstandard frame")
    return output.raw[:done]
