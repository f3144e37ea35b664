package io.capstan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.drydock.api.Fault;
import io.capstan.drydock.api.Outcome;
import io.capstan.drydock.api.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody changes what trust rests on after it was read, and before what that led to is done. */
class ChangedMeanwhileTest {
    private static final String PREVIOUS = "/secrets/linkerd-previous-anchor";

    private final CronJob job = CronJob.onThePagesCluster();

    @AfterEach
    void stop() {
        job.close();
    }

    @Test
    void theAnchorIsNotReplacedWhereThePreviousSlotHasJustGone() {
        String old = job.anchor();
        PreviousSlotGoes goes = new PreviousSlotGoes();
        job.drydock().api().faults(goes);

        assertThat(job.capstan("rotate", "--yes", "--strategy", "prompt"))
                .as(job::printed)
                .isZero();

        assertThat(goes.wasThere).containsExactly(true);
        assertThat(job.anchor()).isNotEqualTo(old);
        assertThat(job.failedHandshakes()).isZero();
    }

    /** As soon as it has been read once. */
    private final class PreviousSlotGoes implements Fault {
        /** Whether the slot was there at each renewal of the anchor. */
        private final List<Boolean> wasThere = new ArrayList<>();

        private boolean isDone;

        @Override
        public synchronized Outcome before(Request request) {
            if (request.writes() && request.path().endsWith("/linkerd-trust-anchor/status")) {
                wasThere.add(job.drydock().certificates().secretExists("cert-manager", "linkerd-previous-anchor"));
            }
            return Outcome.pass();
        }

        @Override
        public synchronized Outcome after(Request request) {
            if (!isDone && request.path().endsWith(PREVIOUS)) {
                isDone = true;
                job.drydock().certificates().deletePrevious();
            }
            return Outcome.pass();
        }
    }
}
