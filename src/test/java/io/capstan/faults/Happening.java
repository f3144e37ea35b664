package io.capstan.faults;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Everything that the world does to a rotation, at any moment, in the test of interference: this list is its specification. */
enum Happening {
    ANCHOR_RENEWED(world -> world.renewAnchor()),
    ANCHOR_RENEWED_TWICE(world -> {
        world.renewAnchor();
        world.later(Duration.ofSeconds(world.upTo(60) + 2), world::renewAnchor);
    }),
    ISSUER_RENEWED(world -> world.renewIssuer()),
    CERT_MANAGER_STOPS(world -> {
        world.drydock().certManager().stop();
        world.laterOrAtTheEnd(world.minutes(8), world.drydock().certManager()::start);
    }),
    TRUST_MANAGER_STOPS(world -> {
        world.drydock().trustManager().stop();
        world.laterOrAtTheEnd(world.minutes(8), world.drydock().trustManager()::start);
    }),
    INJECTOR_GOES_AWAY(world -> {
        world.drydock().linkerd().injector().away(true);
        world.laterOrAtTheEnd(
                world.minutes(4), () -> world.drydock().linkerd().injector().away(false));
    }),
    IDENTITY_REPLICA_STALLS(world -> world.stallPod("linkerd", "linkerd-identity")),
    IDENTITY_MISSES_THE_NEXT_ISSUER(world -> world.drydock().linkerd().missNextIssuer()),
    PREVIOUS_ANCHOR_DELETED(world -> world.deletePreviousAnchor()),
    BUNDLE_EDITED(world -> world.editBundle()),
    STRANGER_IN_THE_BUNDLE(world -> world.addStrangerToBundle()),
    WORKLOAD_RESTARTED(world -> world.restartWorkload()),
    WORKLOAD_SCALED(world -> world.scaleWorkload()),
    WORKLOAD_ADDED(world -> world.addWorkload("shop")),
    NAMESPACE_JOINS(world -> world.addNamespace()),
    WORKLOAD_DELETED(world -> world.deleteWorkload()),
    WORKLOAD_PAUSED(world -> world.pauseWorkload()),
    ROLLOUT_STALLS(world -> world.stallRollout()),
    POD_KILLED(world -> world.killPod("shop")),
    CONTROL_PLANE_POD_KILLED(world -> world.killPod("linkerd")),
    IDENTITY_RESTARTED(world -> world.restartControlPlane("linkerd-identity")),
    CONTROL_PLANE_RESTARTED(world -> world.restartControlPlane("")),
    PAGE_COPIES_ANCHOR_TO_PREVIOUS(world -> world.copyAnchorToPrevious()),
    PAGE_RESTARTS_DATA_PLANE(world -> world.restartDataPlane()),
    API_CONFLICTS(world -> world.trouble(Trouble.Kind.CONFLICT)),
    API_FORGETS(world -> world.trouble(Trouble.Kind.GONE)),
    API_IS_BUSY(world -> world.trouble(Trouble.Kind.BUSY)),
    API_FAILS(world -> world.trouble(Trouble.Kind.FAILURE)),
    API_IS_AWAY(world -> world.trouble(Trouble.Kind.UNAVAILABLE)),
    CONNECTIONS_RESET(world -> world.trouble(Trouble.Kind.RESET)),
    WRITES_TIME_OUT_THOUGH_DONE(world -> world.trouble(Trouble.Kind.DONE_BUT_UNANSWERED)),
    WRITES_ARE_SLOW(world -> world.trouble(Trouble.Kind.SLOW_WRITES)),
    LISTS_ARE_SLOW(world -> world.trouble(Trouble.Kind.SLOW_LISTS)),
    SECOND_CAPSTAN(world -> world.startSecondCapstan(false)),
    SECOND_CAPSTAN_WHILE_THE_FIRST_STALLS(world -> world.startSecondCapstan(true));

    private final Consumer<Surroundings> doing;

    Happening(Consumer<Surroundings> doing) {
        this.doing = doing;
    }

    void befall(Surroundings world) {
        doing.accept(world);
    }

    /** As a trace has it: {@code the anchor renewed}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
