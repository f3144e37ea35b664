package io.capstan.pass;

import io.capstan.report.Gauge;
import java.util.List;

/** Where the metrics of passes go. It fails nothing: each method gives a line for what did not arrive. */
public interface MetricsSink {
    /** While a pass goes on, or has failed: metrics of other names stay as they are. */
    List<String> meanwhile(List<Gauge> gauges);

    /** After a pass: these are all. */
    List<String> after(List<Gauge> gauges);
}
