package io.capstan.rotation;

import io.capstan.rotation.Truth.Member;
import io.capstan.rotation.Truth.Program;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The possible truths: the product of everything that may differ, without what cannot be. Where trust-manager has yet to write
 * the bundle, which only has to be waited for, it is the product for one replica of identity and no pod on its way out.
 */
final class Truths {
    private static final Set<Member> OLD = Set.of(Member.OLD);
    private static final Set<Member> NEW = Set.of(Member.NEW);
    private static final Set<Member> BOTH = Set.of(Member.OLD, Member.NEW);

    /** Before the new anchor; with both; after the new issuer; after the retiring. */
    private static final List<Duration> REPLICAS =
            List.of(Duration.ofHours(-1), Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofMinutes(90));

    private static final List<Duration> PODS =
            List.of(Duration.ofHours(-1), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(90));

    /**
     * Soon after the anchor was made; when everything may have restarted; when every leaf has been renewed and the issuer
     * under the old anchor has expired; when both issuers have; when the old anchor has; when both anchors have.
     */
    private static final List<Duration> NOWS = List.of(
            Duration.ofMinutes(2),
            Duration.ofHours(2),
            Duration.ofHours(40),
            Duration.ofHours(60),
            Duration.ofHours(8_600),
            Duration.ofHours(8_800));

    private static final Program FIRST = new Program(Duration.ofHours(-1), OLD, Member.OLD, true);

    private Truths() {}

    /** In parallel: each set-up has as many truths as its programs can be combined. */
    static Stream<Truth> all() {
        return setUps().toList().parallelStream().flatMap(Truths::withPrograms);
    }

    /** Of {@code truths} one in {@code every}, in parallel; by a prime, what is left out is not all of one kind. */
    static Stream<Truth> share(List<Truth> truths, int every) {
        return IntStream.range(0, truths.size())
                .filter(i -> i % every == 0)
                .parallel()
                .mapToObj(truths::get);
    }

    private static Stream<Truth> setUps() {
        return NOWS.stream()
                .flatMap(now -> Stream.of(Set.<Member>of(), OLD, NEW, BOTH)
                        .flatMap(previous -> Stream.of(OLD, NEW, BOTH)
                                .flatMap(bundle -> Stream.of(Member.values())
                                        .flatMap(issuer -> Stream.of(false, true)
                                                .map(reissued -> new Truth(
                                                        now,
                                                        previous,
                                                        bundle,
                                                        issuer,
                                                        reissued,
                                                        List.of(),
                                                        FIRST,
                                                        FIRST,
                                                        Optional.empty()))))))
                .filter(Truth::hasHappened);
    }

    private static Stream<Truth> withPrograms(Truth setUp) {
        List<Program> workloads = workloads().filter(setUp::mayRun).toList();
        List<Program> controlPlanes =
                kinds(PODS).filter(setUp::mayBeControlPlane).toList();
        return identities(setUp)
                .flatMap(identity -> controlPlanes.stream()
                        .flatMap(controlPlane -> workloads.stream()
                                .flatMap(workload -> leaving(setUp)
                                        .map(leaving -> setUp.running(identity, controlPlane, workload, leaving)))))
                .filter(Truth::isPossible);
    }

    private static Stream<List<Program>> identities(Truth setUp) {
        List<Program> kinds = kinds(REPLICAS).filter(setUp::mayBeReplica).toList();
        return setUp.isSpread()
                ? kinds.stream().flatMap(first -> pairs(first, kinds))
                : kinds.stream().map(List::of);
    }

    /** {@code first} alone, and with each that does not come before it. */
    private static Stream<List<Program>> pairs(Program first, List<Program> kinds) {
        return Stream.concat(
                Stream.of(List.of(first)),
                kinds.subList(kinds.indexOf(first), kinds.size()).stream().map(second -> List.of(first, second)));
    }

    private static Stream<Program> workloads() {
        return kinds(PODS)
                .flatMap(p ->
                        Stream.of(true, false).map(known -> new Program(p.created(), p.loaded(), p.leaf(), known)));
    }

    private static Stream<Optional<Program>> leaving(Truth setUp) {
        return !setUp.isSpread()
                ? Stream.of(Optional.empty())
                : Stream.of(
                        Optional.empty(),
                        Optional.of(new Program(Duration.ofHours(-1), OLD, Member.OLD, true)),
                        Optional.of(new Program(Duration.ofMinutes(10), BOTH, Member.OLD, true)));
    }

    private static Stream<Program> kinds(List<Duration> times) {
        return times.stream()
                .flatMap(created -> Stream.of(OLD, NEW, BOTH)
                        .flatMap(loaded -> Stream.of(Member.OLD, Member.NEW)
                                .map(leaf -> new Program(created, loaded, leaf, false))))
                .filter(Program::isPossible);
    }
}
