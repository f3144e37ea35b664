package io.capstan.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.window.MinuteByMinute.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaintenanceWindowsPropertyTest {
    private static final Duration WATCH = Duration.ofDays(8);

    /** Some windows, some dates on which they do not open, and a moment not far from a change of clocks. */
    record Case(List<MadeUpWindow> made, Set<LocalDate> excluded, Instant moment) {
        MaintenanceWindows windows() {
            return new MaintenanceWindows(
                    made.stream().map(MadeUpWindow::window).toList(), excluded);
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        return MadeUpWindow.any()
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .flatMap(made -> moments(made.get(0).timezone())
                        .flatMap(moment -> excludedDates(moment).map(dates -> new Case(made, dates, moment))));
    }

    private static Arbitrary<Instant> moments(ZoneId zone) {
        Arbitrary<Instant> any = Arbitraries.longs()
                .between(
                        Instant.parse("2008-01-01T00:00:00Z").getEpochSecond() / 60,
                        Instant.parse("2030-01-01T00:00:00Z").getEpochSecond() / 60)
                .map(minute -> Instant.ofEpochSecond(minute * 60));
        Arbitrary<Integer> minutesBefore = Arbitraries.integers().between(-60, 6 * 24 * 60);
        return Combinators.combine(any, minutesBefore)
                .as((moment, before) -> Optional.ofNullable(zone.getRules().nextTransition(moment))
                        .map(ZoneOffsetTransition::getInstant)
                        .orElse(moment)
                        .minus(before, ChronoUnit.MINUTES));
    }

    private static Arbitrary<Set<LocalDate>> excludedDates(Instant moment) {
        return Arbitraries.integers()
                .between(-3, 9)
                .map(days -> LocalDate.ofInstant(moment, ZoneId.of("UTC")).plusDays(days))
                .set()
                .ofMaxSize(3);
    }

    @Property(tries = 100)
    void openingsAreThoseThatALookAtTheClockEveryMinuteFinds(@ForAll("cases") Case a) {
        Instant end = a.moment().plus(WATCH);
        List<Stretch> told = a.windows()
                .from(a.moment())
                .takeWhile(opening -> opening.start().isBefore(end))
                .map(opening -> new Stretch(later(opening.start(), a.moment()), earlier(opening.end(), end)))
                .toList();
        assertThat(told).isEqualTo(watched(a).stretches());
    }

    @Property(tries = 25)
    void aMomentIsInAnOpeningIfAndOnlyIfALookAtTheClockEveryMinuteSaysSo(@ForAll("cases") Case a) {
        MaintenanceWindows windows = a.windows();
        MinuteByMinute watched = watched(a);
        Instant last = a.moment().plus(WATCH).minus(1, ChronoUnit.MINUTES);
        Stream<Instant> edges = watched.stretches().stream()
                .limit(5)
                .flatMap(stretch -> Stream.of(stretch.start(), stretch.end())
                        .flatMap(edge -> Stream.of(edge.minus(1, ChronoUnit.MINUTES), edge)));
        Stream<Instant> between = Stream.iterate(a.moment(), moment -> moment.plus(Duration.ofMinutes(607)));
        Stream.concat(edges, between.limit(6))
                .filter(moment -> !moment.isBefore(a.moment()) && !moment.isAfter(last))
                .forEach(moment -> assertThat(windows.at(moment).isPresent())
                        .as("at %s", moment)
                        .isEqualTo(watched.isOpen(moment)));
    }

    @Property(tries = 25)
    void whatHoldsAMomentIsToldTheSameFromAnyMomentInIt(@ForAll("cases") Case a) {
        Predicate<Opening> hasEnd = opening -> opening.length().compareTo(Duration.ofDays(30)) < 0;
        MaintenanceWindows windows = a.windows();
        windows.from(a.moment()).limit(4).filter(hasEnd).forEach(opening -> {
            assertThat(windows.at(opening.start())).contains(opening);
            assertThat(windows.at(opening.end().minusNanos(1))).contains(opening);
            assertThat(windows.at(opening.end())).isEmpty();
        });
    }

    @Property(tries = 50)
    void openingsNeitherOverlapNorTouchAndComeInOrder(@ForAll("cases") Case a) {
        List<Opening> openings = a.windows().from(a.moment()).limit(30).toList();
        for (int i = 1; i < openings.size(); i++) {
            assertThat(openings.get(i).start()).isAfter(openings.get(i - 1).end());
        }
        assertThat(openings).allMatch(opening -> opening.end().isAfter(a.moment()));
    }

    @Property(tries = 50)
    void theNextOpeningIsAfterTheMomentAndNothingOpensInBetween(@ForAll("cases") Case a) {
        Optional<Opening> next = a.windows().next(a.moment());
        next.ifPresent(opening -> assertThat(opening.start()).isAfter(a.moment()));
        Instant end = a.moment().plus(WATCH);
        Optional<Instant> watched = watched(a).stretches().stream()
                .map(Stretch::start)
                .filter(start -> start.isAfter(a.moment()))
                .findFirst();
        assertThat(next.map(Opening::start).filter(start -> start.isBefore(end)))
                .isEqualTo(watched);
    }

    @Property(tries = 25)
    void allOpeningsAreThePresentOneAndEachTimeTheNext(@ForAll("cases") Case a) {
        MaintenanceWindows windows = a.windows();
        Stream<Opening> following = Stream.iterate(
                        windows.next(a.moment()),
                        Optional::isPresent,
                        last -> last.flatMap(o -> windows.next(o.start())))
                .flatMap(Optional::stream);
        Instant horizon = a.moment().plus(MaintenanceWindows.HORIZON);
        List<Opening> repeated = Stream.concat(windows.at(a.moment()).stream(), following)
                .takeWhile(opening -> !opening.start().isAfter(horizon))
                .limit(15)
                .toList();
        assertThat(windows.from(a.moment()).limit(15)).isEqualTo(repeated);
    }

    @Property(tries = 50)
    void aWindowAloneIsOpenForItsDurationWhateverClocksDo(@ForAll("cases") Case a) {
        MadeUpWindow made = a.made().get(0);
        Duration duration = made.duration();
        made.window()
                .openings(a.moment(), a.excluded())
                .limit(20)
                .forEach(opening -> assertThat(opening.length()).isEqualTo(duration));
    }

    @Property(tries = 50)
    void noWindowOpensOnAnExcludedDateOfItsTimezone(@ForAll("cases") Case a) {
        MadeUpWindow made = a.made().get(0);
        MaintenanceWindows windows = new MaintenanceWindows(List.of(made.window()), a.excluded());
        windows.from(a.moment().minus(WATCH))
                .takeWhile(opening -> opening.start().isBefore(a.moment().plus(WATCH)))
                .limit(300)
                .forEach(opening ->
                        assertThat(a.excluded()).doesNotContain(LocalDate.ofInstant(opening.start(), made.timezone())));
    }

    private static MinuteByMinute watched(Case a) {
        return new MinuteByMinute(a.made(), a.excluded(), a.moment(), WATCH);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
