"""Reads brotli, which Python's own library cannot."""

import ctypes


def brotli_decoded(body):
    decoder = ctypes.CDLL("libbrotlidec.so.1")
    size = ctypes.c_size_t(1 << 20)
    output = ctypes.create_string_buffer(size.value)
    if decoder.BrotliDecoderDecompress(ctypes.c_size_t(len(body)), body, ctypes.byref(size),
                                       output) != 1:
        raise AssertionError("not a brotli stream")
    return output.raw[:size.value]
