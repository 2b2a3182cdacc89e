"""Frames: whole ones are found, anything else is noticed and stepped over."""

from companion.journal.frames import MARK, Span, frame, scan

PAYLOADS = (b"", b"one", MARK + b"a payload that looks like a frame" + MARK, b"{}" * 40)
CONTENT = b"".join(map(frame, PAYLOADS))


def test_whole_frames_come_back_in_order() -> None:
    found = scan(CONTENT)
    assert tuple(map(bytes, found.payloads)) == PAYLOADS
    assert found.damage == ()
    assert found.torn_at is None
    assert not found.is_damaged_inside


def test_every_flipped_bit_is_noticed() -> None:
    for position in range(len(CONTENT)):
        for bit in range(8):
            changed = bytearray(CONTENT)
            changed[position] ^= 1 << bit
            found = scan(bytes(changed))
            assert found.damage, f"bit {bit} of byte {position}"
            lost = [each for each in PAYLOADS if each not in found.payloads]
            assert len(lost) == 1
            assert set(found.payloads) <= set(PAYLOADS)


def test_every_cut_leaves_the_whole_frames_before_it() -> None:
    ends = [sum(len(frame(each)) for each in PAYLOADS[:count]) for count in range(len(PAYLOADS) + 1)]
    for cut in range(len(CONTENT)):
        found = scan(CONTENT[:cut])
        whole = sum(end <= cut for end in ends) - 1
        assert tuple(map(bytes, found.payloads)) == PAYLOADS[:whole]
        assert found.torn_at == (None if cut in ends else ends[whole])


def test_what_stands_between_whole_frames_is_told() -> None:
    found = scan(frame(b"one") + b"rubbish" + frame(b"two"))
    assert list(map(bytes, found.payloads)) == [b"one", b"two"]
    assert found.damage == (Span(15, 22),)
    assert found.is_damaged_inside
    assert found.torn_at is None
