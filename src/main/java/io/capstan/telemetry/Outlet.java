package io.capstan.telemetry;

import io.capstan.report.Gauge;
import java.util.List;

/** Where a program that is not scraped leaves its metrics before it ends. */
public sealed interface Outlet permits Pushgateway, TextFile {

    /**
     * These are the metrics of this installation from now on; whatever it left here before goes away.
     *
     * @throws UndeliveredException if they did not arrive; a pass goes on regardless
     */
    void publish(List<Gauge> gauges) throws UndeliveredException;

    /**
     * The same, but metrics of other names stay as they are: a pass that could not look at the cluster says so with this,
     * and leaves what was known.
     *
     * @throws UndeliveredException if they did not arrive
     */
    void publishOnly(List<Gauge> gauges) throws UndeliveredException;
}
