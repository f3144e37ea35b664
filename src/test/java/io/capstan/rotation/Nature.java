package io.capstan.rotation;

import io.capstan.pki.AnchorSet;
import io.capstan.rotation.World.Group;
import io.capstan.rotation.World.Issuer;
import io.capstan.rotation.World.Issuing;
import io.capstan.rotation.World.Pod;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What becomes of a {@link World}: at once what Capstan writes; and while it waits, what cert-manager, trust-manager, kubelet
 * and the programs do because of it. cert-manager renews the issuer by itself when that is due. A new pod takes its leaf from
 * identity, and does not get ready while none can be had.
 *
 * @param away who does nothing
 */
record Nature(Set<Actor> away, Authorities authorities) {
    /** How long each of them takes for its part. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** How long nothing is seen to happen before somebody looks again. */
    private static final Duration LONG = Duration.ofMinutes(4);

    enum Actor {
        CERT_MANAGER,
        TRUST_MANAGER,
        KUBELET
    }

    World acted(World world, Step step) {
        if (step instanceof Step.RenewAnchor) {
            return asked(world, Issuing.ANCHOR);
        }
        if (step instanceof Step.RenewIssuer) {
            return asked(world, Issuing.ISSUER);
        }
        if (step instanceof Step.SetPrevious set) {
            return Change.of(world).previous(anchors(world, set.anchors())).world();
        }
        if (step instanceof Step.HoldIssuer || step instanceof Step.ReleaseIssuer) {
            return Change.of(world).held(step instanceof Step.HoldIssuer).world();
        }
        Step.Restart restart = (Step.Restart) step;
        return Change.of(world)
                .identity(restarted(world.identity(), "linkerd-identity", restart, world.now()))
                .destination(restarted(world.destination(), "linkerd-destination", restart, world.now()))
                .web(restarted(world.web(), "web", restart, world.now()))
                .world();
    }

    private static World asked(World world, Issuing what) {
        return Change.of(world)
                .issuing(
                        Stream.concat(world.issuing().stream(), Stream.of(what)).collect(Collectors.toSet()))
                .world();
    }

    private Set<Anchor> anchors(World world, AnchorSet set) {
        return Arrays.stream(Anchor.values())
                .filter(anchor -> anchor != Anchor.NEXT || world.renewed().isPresent())
                .filter(anchor -> set.stream().anyMatch(world.certificate(authorities, anchor)::equals))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Group restarted(Group group, String name, Step.Restart restart, Instant at) {
        boolean isMeant = restart.workloads().stream()
                .map(Workload::ref)
                .anyMatch(ref -> ref.name().equals(name));
        return isMeant ? group.restarted(RestartMark.next(group.mark(), restart.anchor(), restart.cause()), at) : group;
    }

    /** @param until when the wait is over for certain; empty if it is over as soon as something has happened */
    World waited(World world, Optional<Instant> until) {
        World soon = passed(
                world, until.map(end -> end.plusSeconds(1)).orElse(world.now().plus(SOON)));
        return until.isEmpty() && soon.standing().equals(world.standing())
                ? passed(world, world.now().plus(LONG))
                : soon;
    }

    /** What was asked of cert-manager comes first: the others see it only afterwards. */
    private World passed(World world, Instant then) {
        World later =
                Change.of(world).now(then).web(world.web().withoutLeaving()).world();
        if (!world.issuing().isEmpty()) {
            return away.contains(Actor.CERT_MANAGER) ? later : taken(issued(later, world.issuing()));
        }
        return taken(renewed(rolledOut(spread(later))));
    }

    private static World issued(World world, Set<Issuing> issuing) {
        World anchored = issuing.contains(Issuing.ANCHOR)
                ? Change.of(world).renewed(world.now()).world()
                : world;
        World all = issuing.contains(Issuing.ISSUER) ? withNewIssuer(anchored) : anchored;
        return Change.of(all).issuing(Set.of()).world();
    }

    private static World withNewIssuer(World world) {
        return Change.of(world)
                .issuer(new Issuer(world.anchor(), world.now(), world.now()))
                .world();
    }

    private World renewed(World world) {
        boolean isDue = !world.held() && !world.now().isBefore(world.issuer().renewal());
        return isDue && !away.contains(Actor.CERT_MANAGER) ? withNewIssuer(world) : world;
    }

    private World spread(World world) {
        return away.contains(Actor.TRUST_MANAGER) || world.bundle().equals(world.wanted())
                ? world
                : Change.of(world).bundle(world.wanted(), world.now()).world();
    }

    /** A running replica takes an issuer that chains to what it has loaded, and skips any other. */
    private static World taken(World world) {
        List<Pod> replicas = world.identity().pods();
        List<Anchor> inUse = IntStream.range(0, replicas.size())
                .mapToObj(i -> replicas.get(i).loaded().contains(world.issuer().by())
                        ? world.issuer().by()
                        : world.issuersInUse().get(i))
                .toList();
        return Change.of(world).issuersInUse(inUse).world();
    }

    /** Identity starts with the issuer in the Secret; the others need a leaf that chains to what they load. */
    private World rolledOut(World world) {
        if (away.contains(Actor.KUBELET)) {
            return world;
        }
        boolean isIdentityAble = isUsable(world, world.issuer().by())
                && world.now().isBefore(world.issuer().notAfter());
        boolean canIssue = world.issuersInUse().stream().allMatch(by -> isUsable(world, by));
        World after = Change.of(world)
                .destination(rolledOut(world.destination(), canIssue, world))
                .web(rolledOut(world.web(), canIssue, world))
                .world();
        return Change.of(after)
                .identity(rolledOut(world.identity(), isIdentityAble, world))
                .world();
    }

    private boolean isUsable(World world, Anchor anchor) {
        return world.bundle().contains(anchor)
                && world.now().isBefore(world.certificate(authorities, anchor).notAfter());
    }

    private static Group rolledOut(Group group, boolean isAble, World world) {
        return group.inFlight() && isAble ? group.rolledOut(new Pod(world.now(), world.bundle(), true)) : group;
    }
}
