package io.capstan.rotation;

import io.capstan.fixture.Pki;
import io.capstan.fixture.Snapshots;
import io.capstan.fixture.WorkloadFixture;
import io.capstan.pki.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What really is on a cluster whose current anchor is {@link #NEW}.
 *
 * @param now since the anchor was made
 * @param previous what the previous slot holds
 * @param bundle what the bundle holds
 * @param issuer what signed the issuer in the Secret
 * @param reissued whether the issuer was issued again after all replicas had been seen to issue under the new anchor
 * @param identity one or two replicas; {@code leaf} is the issuer in use
 * @param controlPlane a pod of destination
 * @param workload a pod of the data plane
 * @param leaving a pod of the data plane that is being deleted
 */
record Truth(
        Duration now,
        Set<Member> previous,
        Set<Member> bundle,
        Member issuer,
        boolean reissued,
        List<Program> identity,
        Program controlPlane,
        Program workload,
        Optional<Program> leaving) {
    static final Certificate OLD = Pki.OLD.certificate();
    static final Certificate NEW = Pki.NEW.certificate();

    /** By which all replicas had been seen to issue under the new anchor, where the issuer was issued again since. */
    static final Duration CONVERGED = Duration.ofMinutes(31);

    private static final Duration SEEN = Duration.ofSeconds(150);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration LEAF_LIFE = Duration.ofHours(24).plusSeconds(70);

    enum Member {
        OLD,
        NEW,
        /** An anchor that is in no source of the bundle. */
        STRANGER
    }

    /**
     * @param created since the anchor was made
     * @param loaded the anchors that it has loaded
     * @param leaf what its own certificate (of an identity replica: its issuer) chains to
     * @param known whether what it has loaded can be read; for pods of the data plane only
     */
    record Program(Duration created, Set<Member> loaded, Member leaf, boolean known) {
        /** A program that runs took only what chains to what it has loaded, and nothing from the future. */
        boolean isPossible() {
            return loaded.contains(leaf) && !(created.isNegative() && loaded.contains(Member.NEW));
        }
    }

    /** The same at another time; nothing else has happened. */
    Truth at(Instant instant) {
        return new Truth(
                Duration.between(Pki.RENEWED, instant),
                previous,
                bundle,
                issuer,
                reissued,
                identity,
                controlPlane,
                workload,
                leaving);
    }

    Truth running(List<Program> replicas, Program otherControlPlane, Program pod, Optional<Program> lastPod) {
        return new Truth(now, previous, bundle, issuer, reissued, replicas, otherControlPlane, pod, lastPod);
    }

    /** As it is for those who have given the workload up. */
    Truth withoutWorkload() {
        return running(identity, controlPlane, controlPlane, Optional.empty());
    }

    /** Whether the old anchor has left the bundle, and nothing uses it. */
    boolean isOldRetired() {
        return !previous.contains(Member.OLD) && !bundle.contains(Member.OLD) && !usesOld();
    }

    Instant issuerEnd() {
        return (issuer == Member.NEW ? Pki.ISSUER_NEW : Pki.ISSUER_OLD)
                .certificate()
                .notAfter();
    }

    /** Since the anchor was made; the set-up's is long before it. */
    Duration bundleChanged() {
        return bundle.contains(Member.NEW)
                ? bundle.contains(Member.OLD) ? Duration.ZERO : Duration.ofMinutes(60)
                : Duration.between(Pki.RENEWED, Pki.SET_UP);
    }

    Duration issuerChanged() {
        return issuer != Member.NEW
                ? Duration.between(Pki.RENEWED, Pki.ISSUED)
                : Duration.ofMinutes(reissued ? 85 : 20);
    }

    /** Whether this can be: the laws of Linkerd and of time hold, and its history is one that leaves a trace. */
    boolean isPossible() {
        return hasHappened()
                && identity.stream().allMatch(this::mayBeReplica)
                && mayBeControlPlane(controlPlane)
                && programs().allMatch(this::mayRun)
                && Stream.concat(Stream.of(controlPlane, workload), leaving.stream())
                        .allMatch(this::tookItsLeaf)
                && (!reissued || isReissuable())
                && (!isOldForgotten() || isOldGone());
    }

    /** Whether the last changes of bundle and issuer are past. */
    boolean hasHappened() {
        return bundleChanged().compareTo(now) <= 0
                && issuerChanged().compareTo(now) <= 0
                && (!reissued || issuer == Member.NEW);
    }

    boolean mayRun(Program program) {
        return program.isPossible()
                && program.created().compareTo(now) <= 0
                && (issuer == Member.NEW || program.leaf() == Member.OLD);
    }

    boolean mayBeControlPlane(Program program) {
        return mayRun(program) && tookTheBundle(program);
    }

    boolean mayBeReplica(Program program) {
        return mayBeControlPlane(program) && tookTheIssuer(program);
    }

    /** Whether trust-manager has written what its sources hold. */
    boolean isSpread() {
        return previous.contains(Member.OLD) == bundle.contains(Member.OLD) && bundle.contains(Member.NEW);
    }

    private boolean tookTheBundle(Program program) {
        return program.created().compareTo(bundleChanged().plus(SEEN)) < 0
                || program.loaded().equals(bundle);
    }

    private boolean tookTheIssuer(Program replica) {
        return !isProved(replica) || replica.leaf() == issuer;
    }

    private boolean isProved(Program replica) {
        return replica.created().compareTo(issuerChanged().plus(SEEN)) >= 0;
    }

    /** Once all replicas issue under the new anchor, new pods' leaves are under it, and after a leaf's life all are. */
    private boolean tookItsLeaf(Program pod) {
        boolean converged =
                issuer == Member.NEW && (reissued || identity.stream().allMatch(this::isProved));
        Duration since =
                identity.stream().map(Program::created).max(Duration::compareTo).orElseThrow();
        Duration settled = reissued && CONVERGED.compareTo(since) < 0 ? CONVERGED : since;
        boolean surelyNew = converged
                && (pod.created().compareTo(settled.plus(SKEW)) > 0 || now.compareTo(settled.plus(LEAF_LIFE)) > 0);
        return !surelyNew || pod.leaf() == Member.NEW;
    }

    private boolean isReissuable() {
        return issuer == Member.NEW
                && identity.stream()
                        .allMatch(replica -> replica.leaf() == Member.NEW
                                && replica.created().compareTo(Duration.ofMinutes(23)) >= 0);
    }

    /**
     * Neither the slot nor the issuer remembers the old anchor. Who took it out while it was in use has broken the mesh
     * already, and has left nothing that could tell; so such truths are none of those that are judged here.
     */
    private boolean isOldForgotten() {
        return issuer == Member.NEW && !previous.contains(Member.OLD);
    }

    private boolean isOldGone() {
        return !usesOld() && programs().allMatch(p -> p.known() || p.loaded().contains(Member.NEW));
    }

    private Stream<Program> programs() {
        return Stream.concat(identity.stream(), Stream.concat(Stream.of(controlPlane, workload), leaving.stream()));
    }

    /** Whether an issuer in use or a leaf is, or may by the laws still be, under the old anchor. */
    boolean usesOld() {
        boolean ownLeaf = !reissued
                && identity.stream()
                        .anyMatch(replica ->
                                !isProved(replica) && replica.loaded().contains(Member.OLD));
        return issuer == Member.OLD
                || (previous.contains(Member.OLD) && ownLeaf)
                || programs().anyMatch(p -> p.leaf() == Member.OLD);
    }

    boolean isIssuerUnderNew() {
        return issuer == Member.NEW;
    }

    boolean allOutsideIdentityTrustNew() {
        return Stream.concat(Stream.of(controlPlane, workload), leaving.stream())
                .allMatch(p -> p.loaded().contains(Member.NEW));
    }

    /** What a rotation that has come this far remembers. */
    Intent remembered(Intent intent) {
        return reissued ? Intents.seen(intent, Phase.CONVERGING, NEW, Pki.RENEWED.plus(CONVERGED)) : intent;
    }

    /** What of all this can be seen. */
    Snapshots seen() {
        return Snapshots.steady()
                .now(at(now))
                .anchor(a -> a.holds(NEW).revision(2))
                .previous(certificates(previous))
                .bundle(b -> b.holds(certificates(bundle)).changedAt(at(bundleChanged())))
                .issuer(i -> {
                    switch (issuer) {
                        case OLD -> i.holds(Pki.ISSUER_OLD.certificate(), OLD);
                        case NEW -> i.holds(Pki.ISSUER_NEW.certificate(), NEW);
                        case STRANGER -> i.holds(Pki.ISSUER_OTHER.certificate(), Pki.OTHER.certificate());
                    }
                    i.changedAt(at(issuerChanged()));
                })
                .without("proxy-injector")
                .identity(c -> c.createdAt(
                        identity.stream().map(replica -> at(replica.created())).toArray(Instant[]::new)))
                .component("destination", c -> c.createdAt(at(controlPlane.created())))
                .noWorkloads()
                .workload("Deployment", "web", 1, this::show);
    }

    private void show(WorkloadFixture web) {
        if (workload.known()) {
            web.loaded(at(workload.created()), certificates(workload.loaded()));
        } else {
            web.unknown(at(workload.created()));
        }
        leaving.ifPresent(pod -> web.terminating(1, at(pod.created()), certificates(pod.loaded())));
    }

    Instant when() {
        return at(now);
    }

    private static Instant at(Duration sinceNew) {
        return Pki.RENEWED.plus(sinceNew);
    }

    private static Certificate[] certificates(Set<Member> members) {
        return members.stream().map(member -> member == Member.OLD ? OLD : NEW).toArray(Certificate[]::new);
    }
}
