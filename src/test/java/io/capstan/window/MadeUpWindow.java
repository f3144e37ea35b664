package io.capstan.window;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** A window with what it means by definition. */
record MadeUpWindow(
        CrontabField minute,
        CrontabField hour,
        CrontabField dayOfMonth,
        CrontabField month,
        CrontabField dayOfWeek,
        Duration duration,
        ZoneId timezone) {

    /** Clocks change by an hour, by half an hour, at midnight, by a day, the other way round, or never. */
    private static final Arbitrary<ZoneId> ZONES = Arbitraries.of(
                    "Europe/Berlin",
                    "Europe/Dublin",
                    "America/New_York",
                    "America/Sao_Paulo",
                    "Africa/Casablanca",
                    "Asia/Beirut",
                    "Asia/Kolkata",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Pacific/Chatham",
                    "UTC")
            .map(ZoneId::of);

    private static final Arbitrary<Duration> DURATIONS = Arbitraries.oneOf(
                    Arbitraries.integers().between(1, 20),
                    Arbitraries.integers().between(30, 300),
                    Arbitraries.integers().between(20 * 60, 30 * 60),
                    Arbitraries.of(60, 24 * 60, 7 * 24 * 60))
            .map(Duration::ofMinutes);

    static Arbitrary<MadeUpWindow> any() {
        Arbitrary<CrontabField> hours = Arbitraries.oneOf(
                CrontabField.of(0, 23),
                Arbitraries.of(0, 1, 2, 3, 23).map(CrontabField::value),
                Arbitraries.just(CrontabField.ANY));
        return Combinators.combine(
                        sometimesAny(CrontabField.of(0, 59), 1),
                        hours,
                        sometimesAny(Arbitraries.oneOf(CrontabField.of(1, 31), day31()), 4),
                        sometimesAny(CrontabField.of(1, 12), 9),
                        sometimesAny(CrontabField.of(0, 6), 4),
                        DURATIONS,
                        ZONES)
                .as(MadeUpWindow::new)
                .filter(MadeUpWindow::comesEveryYear);
    }

    private static Arbitrary<CrontabField> day31() {
        return Arbitraries.just(CrontabField.value(31));
    }

    private static Arbitrary<CrontabField> sometimesAny(Arbitrary<CrontabField> fields, int share) {
        return Arbitraries.frequencyOf(Tuple.of(share, Arbitraries.just(CrontabField.ANY)), Tuple.of(2, fields));
    }

    /** 30 February, and the 31st of short months alone, are refused when they are read. */
    private boolean comesEveryYear() {
        return LocalDate.of(2026, 1, 1)
                .datesUntil(LocalDate.of(2027, 1, 1))
                .anyMatch(date -> meansDay(date.atStartOfDay()));
    }

    boolean means(LocalDateTime time) {
        return minute.means().test(time.getMinute()) && hour.means().test(time.getHour()) && meansDay(time);
    }

    private boolean meansDay(LocalDateTime time) {
        boolean onDay = dayOfMonth.means().test(time.getDayOfMonth());
        boolean onWeekday = dayOfWeek
                .means()
                .test(
                        time.getDayOfWeek() == DayOfWeek.SUNDAY
                                ? 0
                                : time.getDayOfWeek().getValue());
        boolean isOneAny = dayOfMonth.isAny() || dayOfWeek.isAny();
        boolean either = isOneAny ? onDay && onWeekday : onDay || onWeekday;
        return month.means().test(time.getMonthValue()) && either;
    }

    String cron() {
        return String.join(" ", minute.text(), hour.text(), dayOfMonth.text(), month.text(), dayOfWeek.text());
    }

    MaintenanceWindow window() {
        return new MaintenanceWindow(CronSchedule.parse(cron()), duration, timezone);
    }

    @Override
    public String toString() {
        return cron() + " for " + Durations.text(duration) + " in " + timezone;
    }
}
