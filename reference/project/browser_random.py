"""The browser's random numbers, bit for bit: the same seed gives the same batches, mirrorings and heads.

xoroshiro128+ (Blackman and Vigna 2018, rotations 24, 16, 37; the low half of each sum is used). A generator is named by a seed
and a stream, such as `order:3`, so that drawing more from one stream never shifts another.
"""

import math

MASK32 = 0xFFFFFFFF
MASK64 = 0xFFFFFFFFFFFFFFFF


class BrowserRandom:
    """One stream of numbers."""

    def __init__(self, seed: int, stream: str):
        """seed: a whole number of at most 53 bits; stream: ASCII."""
        words = [_word(salt, seed, stream) for salt in (1, 2, 3, 4)]
        self._first = words[0] << 32 | words[1]
        self._second = words[2] << 32 | words[3]

    def state(self) -> list[int]:
        """Four signed 32-bit words, as the browser writes them."""
        words = (self._first >> 32, self._first & MASK32, self._second >> 32, self._second & MASK32)
        return [word - (1 << 32) if word >> 31 else word for word in words]

    def _next(self) -> int:
        """The next 32 bits, unsigned."""
        first, second = self._first, self._second
        mixed = first ^ second
        self._first = _rotate(first, 24) ^ mixed ^ (mixed << 16 & MASK64)
        self._second = _rotate(mixed, 37)
        return (first + second) & MASK32

    def uniform(self) -> float:
        """In [0, 1), 53 bits."""
        high = self._next() & 0x3FFFFFF
        low = self._next() & 0x7FFFFFF
        return high * 2.0**-26 + low * 2.0**-53

    def integer(self, n: int) -> int:
        """A whole number in [0, n), by rejection."""
        limit = (1 << 32) // n * n if n > 2 else 1 << 32
        while True:
            drawn = self._next() ^ 0x80000000  # a signed number moved up by 2^31
            if drawn < limit:
                return drawn % n

    def shuffle(self, items: list) -> list:
        """Fisher-Yates from the end, in place; returns the same list."""
        for last in range(len(items) - 1, 0, -1):
            other = self.integer(last + 1)
            items[last], items[other] = items[other], items[last]
        return items

    def normal(self) -> float:
        """Mean 0, variance 1, by Marsaglia's polar method; the second number of a pair is dropped."""
        while True:
            u = 2 * self.uniform() - 1
            v = 2 * self.uniform() - 1
            s = u * u + v * v
            if 0 < s < 1:
                return u * math.sqrt(-2 * _log(s) / s)

    def truncated_normal(self, count: int, deviation: float) -> list[float]:
        """`count` normal numbers, drawn again beyond two deviations."""
        numbers = []
        while len(numbers) < count:
            z = self.normal()
            if abs(z) <= 2:
                numbers.append(z * deviation)
        return numbers


def _rotate(word: int, by: int) -> int:
    return (word << by | word >> (64 - by)) & MASK64


def _scramble(word: int) -> int:
    """A bijection of 32-bit words that spreads every bit."""
    word = (word ^ word >> 16) * 0x85EBCA6B & MASK32
    word = (word ^ word >> 13) * 0xC2B2AE35 & MASK32
    return word ^ word >> 16


def _word(salt: int, seed: int, stream: str) -> int:
    """One 32-bit word of the start state: FNV-1a over seed and name, scrambled."""
    mixed = 0x811C9DC5 ^ (salt * 0x9E3779B1 & MASK32)
    for part in (seed & MASK32, seed >> 32 & MASK32, len(stream)):
        mixed = _scramble(mixed ^ part)
    for letter in stream:
        mixed = (mixed ^ ord(letter)) * 0x01000193 & MASK32
    return _scramble(mixed) or salt


def _log(s: float) -> float:
    """Natural logarithm of s in (0, 1) from exactly rounded operations, in the browser's order."""
    mantissa, doublings = s, 0
    while mantissa < 0.75:
        mantissa, doublings = mantissa * 2, doublings + 1
    z = (mantissa - 1) / (mantissa + 1)
    square, total = z * z, 0.0
    for term in range(23, 0, -2):
        total = total * square + 1 / term
    return 2 * z * total - doublings * math.log(2)
