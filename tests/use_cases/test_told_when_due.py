"""What a coordinator is told of reminders is what people got."""

from __future__ import annotations

from bot.use_cases.reminding.send_reminders import reminder_tick
from tests.office import Installation


def test_nobody_is_said_to_be_reminded_where_nobody_could_be(desk: Installation) -> None:
    desk.joined("03466")
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    looked_at = 0
    while not looked_at:
        desk.later(hours=4)
        with desk.store.transaction() as tx:
            looked_at = reminder_tick(tx, desk.office, desk.now)
    assert looked_at > 1
    hoa.says("hôm nay nhắc ai rồi")
    assert "Hôm nay đã nhắc: Xã Bum Nưa." in hoa.last
    with desk.store.transaction() as tx:
        assert reminder_tick(tx, desk.office, desk.now) == 0
