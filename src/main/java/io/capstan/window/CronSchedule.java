package io.capstan.window;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The dates and times of day that a crontab line names, as a calendar and a clock on the wall show them. Which moment
 * that is in some time zone is not its matter.
 *
 * <p>Five fields: minute, hour, day of month, month, day of week (0 and 7 are Sunday; names of months and days are
 * allowed). Where both days are restricted, a date matches that satisfies either, as in cron itself.
 */
public final class CronSchedule {
    private static final String VALUE = "([0-9]{1,4}|[A-Za-z]{3})";
    private static final String ELEMENT = "(\\*|" + VALUE + "(-" + VALUE + ")?)(/[0-9]{1,4})?";
    private static final String FIELD = ELEMENT + "(," + ELEMENT + ")*";

    /**
     * What every schedule is made of. cron-utils alone would take several expressions joined by {@code |}, and stumbles over
     * a range without an end.
     */
    private static final Pattern FIVE_FIELDS = Pattern.compile(FIELD + "( " + FIELD + "){4}");

    private static final int LONGEST = 200;

    /** From here on every date of the calendar, also 29 February, comes within the reach of a search. */
    private static final LocalDate CALENDAR = LocalDate.of(2024, 1, 1);

    private final String text;
    private final ExecutionTime dates;
    private final List<LocalTime> times;

    private CronSchedule(String text, ExecutionTime dates, List<LocalTime> times) {
        this.text = text;
        this.dates = dates;
        this.times = times;
    }

    /** @throws IllegalArgumentException if {@code text} is no schedule, or one that no date matches; says why in one line */
    public static CronSchedule parse(String text) {
        String fields = text.strip().replaceAll("\\s+", " ");
        if (fields.length() > LONGEST || !FIVE_FIELDS.matcher(fields).matches()) {
            throw new IllegalArgumentException("it is not of five fields of digits, names, '*', ',', '-' and '/'");
        }
        ExecutionTime dates = ExecutionTime.forCron(parsed(fields));
        LocalDate day = firstDay(dates, CALENDAR)
                .orElseThrow(() -> new IllegalArgumentException("no date of the calendar ever matches it"));
        return new CronSchedule(fields, dates, timesOn(day, dates));
    }

    private static Cron parsed(String fields) {
        try {
            return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(fields)
                    .validate();
        } catch (IllegalArgumentException wrong) {
            String reason = String.valueOf(wrong.getMessage()).replace("Failed to parse cron expression. ", "");
            throw new IllegalArgumentException(reason.replaceAll("\\s+", " ").strip(), wrong);
        }
    }

    private static List<LocalTime> timesOn(LocalDate day, ExecutionTime dates) {
        // every hour has the same minutes: to ask for each of them would be up to 1440 searches
        LocalDateTime firstHour = next(dates, day).orElseThrow().truncatedTo(ChronoUnit.HOURS);
        List<LocalDateTime> minutes = following(next(dates, day), time -> next(dates, time))
                .takeWhile(time -> time.truncatedTo(ChronoUnit.HOURS).equals(firstHour))
                .toList();
        return following(next(dates, day), time -> next(dates, time.withMinute(59)))
                .takeWhile(hour -> hour.toLocalDate().equals(day))
                .flatMap(hour -> minutes.stream().map(time -> LocalTime.of(hour.getHour(), time.getMinute())))
                .toList();
    }

    private static <T> Stream<T> following(Optional<T> first, Function<T, Optional<T>> next) {
        return Stream.iterate(first, Optional::isPresent, last -> last.flatMap(next))
                .flatMap(Optional::stream);
    }

    private static Optional<LocalDate> firstDay(ExecutionTime dates, LocalDate from) {
        return next(dates, from).map(LocalDateTime::toLocalDate);
    }

    private static Optional<LocalDateTime> next(ExecutionTime dates, LocalDate from) {
        return next(dates, from.atStartOfDay().minusMinutes(1));
    }

    private static Optional<LocalDateTime> next(ExecutionTime dates, LocalDateTime after) {
        // UTC stands for a clock on the wall here: no hour is skipped or doubled in it
        return dates.nextExecution(after.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
    }

    /** Every date and time from the start of {@code day} on, in order; lazily, since there is no end. */
    public Stream<LocalDateTime> from(LocalDate day) {
        return following(firstDay(dates, day), last -> firstDay(dates, last.plusDays(1)))
                .flatMap(date -> times.stream().map(date::atTime));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronSchedule schedule && schedule.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The five fields, each a single space apart. */
    @Override
    public String toString() {
        return text;
    }
}
