package io.capstan.rotation;

import io.capstan.fixture.ComponentFixture;
import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.fixture.WorkloadFixture;
import io.capstan.pki.Certificate;
import io.capstan.trust.CertificateResource;
import io.capstan.trust.RestartMark;
import io.capstan.trust.Rollout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster that a rotation moves on, from a {@link Truth} on. Leaves are not in it: the decider sees none, and what it may
 * conclude about them is what {@link Judge} judges.
 *
 * @param renewed when {@link Anchor#NEXT} was made; empty while the anchor is {@link Anchor#NEW}
 * @param issuing what cert-manager was asked to issue
 * @param previous what the previous slot holds
 * @param issuer what the issuer's Secret holds
 * @param held whether Capstan holds the issuer's renewal
 * @param issuersInUse what the issuer in use by each replica of identity chains to
 */
record World(
        Instant now,
        Optional<Instant> renewed,
        Set<Issuing> issuing,
        Set<Anchor> previous,
        Set<Anchor> bundle,
        Instant bundleChanged,
        Issuer issuer,
        boolean held,
        List<Anchor> issuersInUse,
        Group identity,
        Group destination,
        Group web) {

    enum Issuing {
        ANCHOR,
        ISSUER
    }

    /** @param written when it came into the Secret */
    record Issuer(Anchor by, Instant notBefore, Instant written) {
        /** When cert-manager renews it by itself. */
        Instant renewal() {
            return notAfter().minus(Duration.ofHours(25));
        }

        Instant notAfter() {
            return notBefore.plus(Pki.ISSUER_LIFE);
        }
    }

    /** @param known whether what it has loaded can be read */
    record Pod(Instant created, Set<Anchor> loaded, boolean known) {}

    /**
     * The pods of a Deployment.
     *
     * @param leaving a pod that is being deleted
     * @param restarted when Capstan began the last rollout; empty if it never did
     */
    record Group(
            List<Pod> pods,
            Optional<Pod> leaving,
            Optional<RestartMark> mark,
            Optional<Instant> restarted,
            boolean inFlight) {
        static Group of(List<Pod> pods, Optional<Pod> leaving) {
            return new Group(pods, leaving, Optional.empty(), Optional.empty(), false);
        }

        Group restarted(RestartMark next, Instant at) {
            return new Group(pods, leaving, Optional.of(next), Optional.of(at), true);
        }

        /** With as many pods like {@code fresh} instead of all that were there. */
        Group rolledOut(Pod fresh) {
            return new Group(Collections.nCopies(pods.size(), fresh), Optional.empty(), mark, restarted, false);
        }

        Group withoutLeaving() {
            return new Group(pods, Optional.empty(), mark, restarted, inFlight);
        }

        Stream<Pod> all() {
            return Stream.concat(pods.stream(), leaving.stream());
        }

        /** What can be told of it without a time. */
        private List<Object> standing() {
            return List.of(
                    pods.stream().map(pod -> List.of(pod.loaded, pod.known)).toList(),
                    leaving.isPresent(),
                    mark,
                    inFlight);
        }
    }

    static World of(Truth truth) {
        return new World(
                at(truth.now()),
                Optional.empty(),
                Set.of(),
                anchors(truth.previous()),
                anchors(truth.bundle()),
                at(truth.bundleChanged()),
                new Issuer(
                        anchor(truth.issuer()),
                        truth.isIssuerUnderNew() ? Pki.RENEWED : Pki.ISSUED,
                        at(truth.issuerChanged())),
                false,
                truth.identity().stream().map(replica -> anchor(replica.leaf())).toList(),
                Group.of(truth.identity().stream().map(World::pod).toList(), Optional.empty()),
                Group.of(List.of(pod(truth.controlPlane())), Optional.empty()),
                Group.of(List.of(pod(truth.workload())), truth.leaving().map(World::pod)));
    }

    private static Pod pod(Truth.Program program) {
        return new Pod(at(program.created()), anchors(program.loaded()), program.known());
    }

    private static Instant at(Duration sinceNew) {
        return Pki.RENEWED.plus(sinceNew);
    }

    private static Anchor anchor(Truth.Member member) {
        return Anchor.valueOf(member.name());
    }

    private static Set<Anchor> anchors(Set<Truth.Member> members) {
        return members.stream().map(World::anchor).collect(Collectors.toUnmodifiableSet());
    }

    /** The current anchor. */
    Anchor anchor() {
        return renewed.isPresent() ? Anchor.NEXT : Anchor.NEW;
    }

    /** What the sources of the bundle hold. */
    Set<Anchor> wanted() {
        return Stream.concat(previous.stream(), Stream.of(anchor())).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether one anchor is left, everybody who is not given up trusts and uses it, and the issuer is nobody's to hold. */
    boolean isSteady(Circumstance circumstance) {
        Set<Anchor> alone = Set.of(anchor());
        return previous.equals(alone)
                && bundle.equals(alone)
                && issuer.by == anchor()
                && !held
                && issuersInUse.stream().allMatch(alone::contains)
                && counted(circumstance).flatMap(Group::all).allMatch(pod -> pod.loaded.contains(anchor()));
    }

    /** Whether nobody who is not given up trusts more than the anchor. */
    boolean isPurged(Circumstance circumstance) {
        return counted(circumstance).flatMap(Group::all).allMatch(pod -> pod.loaded.equals(Set.of(anchor())));
    }

    private Stream<Group> counted(Circumstance circumstance) {
        return circumstance == Circumstance.WEB_LEFT
                ? Stream.of(identity, destination)
                : Stream.of(identity, destination, web);
    }

    /** All of it but times: what a decision has to change, or it may be made again for ever. */
    List<Object> standing() {
        return List.of(
                anchor(),
                issuing,
                previous,
                bundle,
                issuer.by,
                held,
                issuersInUse,
                identity.standing(),
                destination.standing(),
                web.standing());
    }

    /** What of all this can be seen. */
    Snapshots seen(Authorities authorities) {
        return Snapshots.steady()
                .now(now)
                .anchor(a -> {
                    a.holds(certificate(authorities, anchor())).revision(2);
                    if (issuing.contains(Issuing.ANCHOR)) {
                        a.issuing(now);
                    }
                })
                .previous(certificates(authorities, previous))
                .bundle(b -> b.holds(certificates(authorities, bundle)).changedAt(bundleChanged))
                .issuer(i -> {
                    i.holds(
                            authorities.issuer(issuer.by, renewed.orElse(now), issuer.notBefore),
                            certificate(authorities, issuer.by));
                    i.changedAt(issuer.written);
                    if (issuing.contains(Issuing.ISSUER)) {
                        i.issuing(now);
                    }
                    if (held) {
                        i.renewalDisabled()
                                .annotated(Map.of(CertificateResource.HELD_POLICY, CertificateResource.UNSET));
                    }
                })
                .without("proxy-injector")
                .identity(c -> show(identity, c))
                .component("destination", c -> show(destination, c))
                .noWorkloads()
                .workload("Deployment", "web", web.pods.size(), w -> showWeb(authorities, w));
    }

    private static void show(Group group, ComponentFixture component) {
        component.createdAt(group.pods.stream().map(Pod::created).toArray(Instant[]::new));
        component.rollout(rollout(group));
        group.mark.ifPresent(component::restartedFor);
        group.restarted.ifPresent(component::restartedAt);
    }

    private void showWeb(Authorities authorities, WorkloadFixture fixture) {
        Pod pod = web.pods.get(0);
        if (pod.known) {
            fixture.loaded(pod.created, certificates(authorities, pod.loaded));
        } else {
            fixture.unknown(pod.created);
        }
        web.leaving.ifPresent(old -> fixture.terminating(1, old.created, certificates(authorities, old.loaded)));
        fixture.rollout(rollout(web));
        web.mark.ifPresent(fixture::restartedFor);
        web.restarted.ifPresent(fixture::restartedAt);
    }

    private static Rollout rollout(Group group) {
        return group.inFlight ? new Rollout.InFlight("0 of 1 updated replicas are available") : new Rollout.Complete();
    }

    Certificate certificate(Authorities authorities, Anchor anchor) {
        return authorities.anchor(anchor, renewed.orElse(now));
    }

    private Certificate[] certificates(Authorities authorities, Set<Anchor> anchors) {
        List<Certificate> certificates = new ArrayList<>();
        anchors.forEach(anchor -> certificates.add(certificate(authorities, anchor)));
        return certificates.toArray(Certificate[]::new);
    }
}
