package io.capstan.rotation;

import io.capstan.fixture.Snapshots;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.ObjectRef;
import io.capstan.trust.RestartMark;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What may come on top of a {@link Truth}: it changes nothing about who trusts whom, but may change what is decided. */
enum Circumstance {
    NONE,
    ANCHOR_ISSUING {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return cluster.anchor(a -> a.issuing(now));
        }

        @Override
        World on(World world) {
            return Change.of(world).issuing(Set.of(World.Issuing.ANCHOR)).world();
        }
    },
    ISSUER_ISSUING {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return cluster.issuer(i -> i.issuing(now));
        }

        @Override
        World on(World world) {
            return Change.of(world).issuing(Set.of(World.Issuing.ISSUER)).world();
        }
    },
    /** The issuer's renewal is held while restarts are under way; it is not yet. */
    TO_BE_HELD {
        @Override
        Policy policy() {
            return Schedules.policy(Schedules.holdingIssuer(Schedule.ANY_TIME));
        }
    },
    /** Nobody remembers it: only the annotation tells. */
    HELD {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return cluster.issuer(i ->
                    i.renewalDisabled().annotated(Map.of(CertificateResource.HELD_POLICY, CertificateResource.UNSET)));
        }

        @Override
        World on(World world) {
            return Change.of(world).held(true).world();
        }

        @Override
        Policy policy() {
            return TO_BE_HELD.policy();
        }
    },
    WEB_LEFT {
        @Override
        Intent on(Intent intent) {
            return Intents.leaving(intent, WEB);
        }
    },
    UNMESHED {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return cluster.unmeshed(BARE, 1, Optional.empty());
        }
    },
    UNMESHED_BY_A_RESTART {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return cluster.unmeshed(
                    BARE,
                    1,
                    Optional.of(RestartMark.next(
                            Optional.empty(), Truth.NEW.fingerprint().abbreviated(), RestartMark.Cause.LOAD_ANCHOR)));
        }
    },
    UNMESHED_AND_LEFT {
        @Override
        Snapshots on(Snapshots cluster, Instant now) {
            return UNMESHED.on(cluster, now);
        }

        @Override
        Intent on(Intent intent) {
            return Intents.leaving(intent, new ObjectRef("Deployment", WEB.namespace(), BARE));
        }
    },
    TO_BE_PURGED {
        @Override
        Intent on(Intent intent) {
            return Intents.purging(intent);
        }
    };

    /** The workload of a {@link Truth}. */
    static final ObjectRef WEB = new ObjectRef("Deployment", "emojivoto", "web");

    /** A Deployment whose only pod came up without a proxy. */
    private static final String BARE = "bare";

    Snapshots on(Snapshots cluster, Instant now) {
        return cluster;
    }

    /** Of what a {@link World} has in itself; the rest stays as it is, and is shown by {@link #on(Snapshots, Instant)}. */
    World on(World world) {
        return world;
    }

    Intent on(Intent intent) {
        return intent;
    }

    Policy policy() {
        return Policy.DEFAULT;
    }

    /** Whether it stays as it is whatever is done. */
    boolean lasts() {
        return !isIssuing() && this != HELD;
    }

    boolean isIssuing() {
        return this == ANCHOR_ISSUING || this == ISSUER_ISSUING;
    }
}
