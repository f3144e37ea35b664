package io.capstan.cluster;

import io.capstan.drydock.Drydock;
import io.capstan.fixture.Installations;
import io.capstan.pki.Certificate;
import io.capstan.trust.DataPlane.MeshedWorkload;
import io.capstan.trust.Installation;
import io.capstan.trust.Snapshot;
import org.junit.jupiter.api.AfterEach;

/** A cluster of its own for each test, as the page leaves it. */
abstract class OnDrydock {
    static final Installation PAGE = Installations.ofTheDocumentation();

    final Drydock drydock = Drydock.afterThePage();

    @AfterEach
    final void close() {
        drydock.close();
    }

    final Snapshot observe() {
        return new Observer(drydock.client(), PAGE).observe();
    }

    static Certificate anchor(Snapshot snapshot) {
        return snapshot.anchor().certificate().orElseThrow();
    }

    static MeshedWorkload workload(Snapshot snapshot, String name) {
        return snapshot.dataPlane().workloads().stream()
                .filter(workload -> workload.workload().ref().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
