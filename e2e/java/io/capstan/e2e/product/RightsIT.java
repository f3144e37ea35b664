package io.capstan.e2e.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.capstan.e2e.mesh.RealMesh;
import io.capstan.e2e.page.Page;
import io.capstan.e2e.stack.Eventually;
import io.capstan.e2e.stack.RealStack;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The rights of {@code k8s/base}, with those of {@code serve} and of {@code hold-issuer} where they are used, are enough, and
 * none of them is there in vain: without any single one a command fails, or says what it could not do. That they are enough for whole rotations is what {@link RotateIT} and {@link RunIT} show.
 *
 * <p>One cluster: as the page leaves it, then with an anchor that was renewed again and again, so that everything has to be
 * restarted, then at the last step of the rotation that follows.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String PREVIOUS = "linkerd-previous-anchor";

    /** Commands that ask no cluster, or that a person runs who may make what {@code k8s/} and the page make. */
    private static final Set<String> WITH_OTHER_RIGHTS = Set.of("completion", "install", "uninstall", "setup");

    /** Each right that was taken away, with its role: in the end these have to be all. */
    private static final Set<String> TAKEN_AWAY = new HashSet<>();

    private static RealStack stack;
    private static RealMesh mesh;
    private static Page page;
    private static Capstan capstan;
    private static Capstan person;

    @BeforeAll
    static void start() {
        stack = RealStack.start("rights");
        mesh = RealMesh.afterThePage(stack);
        page = new Page(stack);
        stack.shell().kubectl("apply", "-f", "e2e/linkerd-kinds.yaml");
        stack.shell().kubectl("apply", "-k", "k8s/base");
        stack.shell().kubectl("apply", "-f", "k8s/serve/rbac-lead.yaml");
        stack.shell().kubectl("apply", "-k", "k8s/hold-issuer");
        stack.shell().kubectl("create", "serviceaccount", "person", "--namespace=capstan");
        stack.shell()
                .kubectl(
                        "create",
                        "rolebinding",
                        "capstan-operate",
                        "--namespace=cert-manager",
                        "--role=capstan-operate",
                        "--serviceaccount=capstan:person");
        capstan = Capstan.asDeployed(stack, "capstan");
        person = Capstan.as(stack, "capstan", "person");
    }

    @AfterAll
    static void stop() {
        mesh.close();
        stack.close();
    }

    @Test
    @Order(1)
    void everyCommandWorksWithTheRightsThatAreGrantedForIt() {
        TreeSet<String> commands = new TreeSet<>();
        for (String command : List.of("check", "plan", "status", "history", "run", "rotate --issuer-only --yes")) {
            commands.add(works(capstan, command.split(" ")));
        }
        for (String command : List.of("pause --reason=tests", "resume")) {
            commands.add(works(person, command.split(" ")));
        }
        try (Capstan.Running serve = serve(Map.of())) {
            Eventually.until("a pass was made", LIMIT, () -> serve.out().contains("pass completed"));
            assertThat(serve.err()).isEmpty();
            commands.add("serve");
        }

        assertThat(capstan.run("--help")
                        .out()
                        .lines()
                        .dropWhile(line -> !line.startsWith("Commands:"))
                        .filter(line -> line.matches("  [a-z]+ .*"))
                        .map(line -> line.strip().split(" ", 2)[0])
                        .filter(command -> !WITH_OTHER_RIGHTS.contains(command)))
                .as("the commands that there are")
                .containsExactlyInAnyOrderElementsOf(commands);
    }

    /** What is read to look at the cluster is read by every command, and check is the cheapest of them. */
    @TestFactory
    @Order(2)
    Stream<DynamicTest> withoutARightToReadCheckFailsOrSaysWhatItCouldNotAsk() {
        return Stream.of(
                        role("", "capstan-read"),
                        role("cert-manager", "capstan-read"),
                        role("linkerd", "capstan-read"),
                        role("capstan-probe", "capstan-dry-run"))
                .flatMap(role -> role.rights().stream()
                        .filter(right -> !List.of("get pods", "get configmaps " + PREVIOUS)
                                .contains(right.toString()))
                        .map(right -> missed(role, right, () -> capstan.run("check"))));
    }

    @TestFactory
    @Order(3)
    Stream<DynamicTest> withoutARightToPublishAPassSaysWhatItCouldNotTell() {
        GrantedRole events = role("", "capstan-events");
        // a rotation that is due, and waits for approval: something to tell, and nothing that changes
        Capstan waiting = capstan.with(Map.of("CAPSTAN_MAX_AGE", "1s", "CAPSTAN_APPROVAL", "manual"));
        assertThat(waiting.run("run").out()).contains("approval");
        works(waiting, "run");
        return events.rights().stream().map(right -> missed(events, right, () -> waiting.run("run")));
    }

    @TestFactory
    @Order(4)
    Stream<DynamicTest> withoutARightToAnnotateAPersonCannotPause() {
        GrantedRole operate = new GrantedRole(stack, Optional.of("cert-manager"), "capstan-operate", "person");
        return operate.rights().stream()
                .map(right -> missed(operate, right, () -> person.run("pause", "--reason=tests")));
    }

    /** And these are away while serve's own are tried: both roles may create Leases, each for one that the other has not. */
    @Test
    @Order(5)
    void serveGoesOnCheckingWhereTheRightsToRotateAreGrantedForTheTimeOfARotationOnly() {
        works(capstan, "run"); // which notes that what was held is no longer
        stack.shell().kubectl("delete", "-f", "k8s/base/rbac-rotate.yaml");

        try (Capstan.Running serve = serve(Map.of("CAPSTAN_AUTOMATIC", "never"))) {
            Eventually.until("a pass was made", LIMIT, () -> serve.out().contains("pass completed"));
            assertThat(serve.err()).isEmpty();
        }
    }

    @TestFactory
    @Order(6)
    Stream<DynamicTest> withoutARightToLeadServeSaysThatItCannot() {
        GrantedRole lead = role("linkerd", "capstan-lead");
        return Stream.of(
                missed(lead, "get leases capstan-leader", RightsIT::serveUntilItComplains),
                missed(lead, "patch leases capstan-leader", RightsIT::serveUntilItComplains),
                missed(lead, "create leases", () -> {
                    delete("lease", "linkerd", "capstan-leader");
                    return serveUntilItComplains();
                }));
    }

    @TestFactory
    @Order(7)
    Stream<DynamicTest> withoutARightToKeepItsOwnStateNothingIsBegun() {
        stack.shell().kubectl("apply", "-f", "k8s/base/rbac-rotate.yaml");
        delete("rolebinding", "linkerd", "capstan-lead");
        GrantedRole own = role("linkerd", "capstan-rotate");
        return Stream.of(
                missed(own, "get leases capstan", RightsIT::renewIssuer),
                missed(own, "update leases capstan", RightsIT::renewIssuer),
                missed(own, "create leases", () -> {
                    delete("lease", "linkerd", "capstan");
                    return renewIssuer();
                }),
                missed(own, "create configmaps", () -> {
                    delete("configmap", "linkerd", "capstan-rotation");
                    return rotate();
                }),
                missed(own, "update configmaps capstan-rotation", () -> {
                    stack.shell().kubectl("create", "configmap", "capstan-rotation", "--namespace=linkerd");
                    return rotate();
                }));
    }

    @TestFactory
    @Order(8)
    Stream<DynamicTest> withoutARightToRenewOrHoldACertificateNoneIsChanged() {
        GrantedRole linkerd = role("linkerd", "capstan-rotate");
        return Stream.of(
                missed(linkerd, "update certificates/status linkerd-identity-issuer", RightsIT::renewIssuer),
                missed(
                        role("linkerd", "capstan-hold-issuer"),
                        "patch certificates linkerd-identity-issuer",
                        () -> capstan.with(Map.of("CAPSTAN_HOLD_ISSUER", "true"))
                                .run("rotate", "--yes")),
                missed(
                        role("cert-manager", "capstan-rotate"),
                        "update certificates/status linkerd-trust-anchor",
                        RightsIT::rotate));
    }

    @Test
    @Order(9)
    void aWorkloadThatMayNotBeRestartedEndsTheRotationBeforeTheIssuerIsRenewed() {
        renewAnchor();
        stack.shell().kubectl("delete", "clusterrolebinding", "capstan-restart");
        stack.shell()
                .kubectl(
                        "create",
                        "rolebinding",
                        "capstan-restart",
                        "--namespace=linkerd",
                        "--clusterrole=capstan-restart",
                        "--serviceaccount=capstan:capstan");
        String issuer = page.secret("linkerd", "linkerd-identity-issuer", "tls.crt");

        Capstan.Result rotation = rotate();

        stack.shell().kubectl("apply", "-f", "k8s/base/rbac-rotate.yaml");
        delete("rolebinding", "linkerd", "capstan-restart");
        assertThat(rotation.exitCode()).as(rotation.out() + rotation.err()).isNotZero();
        assertThat(rotation.err()).contains(" emojivoto/", "cannot get resource", "in the namespace \"emojivoto\"");
        assertThat(page.secret("linkerd", "linkerd-identity-issuer", "tls.crt")).isEqualTo(issuer);
    }

    /** Each time with another anchor, so that nothing has loaded it yet. */
    @TestFactory
    @Order(10)
    Stream<DynamicTest> withoutARightToRestartAKindOfWorkloadTheRotationStopsThere() {
        GrantedRole restart = role("", "capstan-restart");
        return Stream.concat(
                restart.rights().stream()
                        .map(right -> missed(restart, right, () -> {
                            renewAnchor();
                            return rotate();
                        })),
                Stream.of(missed(role("", "capstan-read"), "get pods", () -> {
                    renewAnchor();
                    return capstan.run("check");
                })));
    }

    /** The rotation that the restarts began goes on to its last step. */
    @TestFactory
    @Order(11)
    Stream<DynamicTest> withoutARightToRetireTheOldAnchorStaysWhereverItIsKept() {
        GrantedRole trust = role("cert-manager", "capstan-rotate");
        return Stream.of(
                missed(trust, "patch secrets " + PREVIOUS, RightsIT::rotate),
                missed(trust, "patch configmaps " + PREVIOUS, () -> {
                    keepPreviousInConfigMap();
                    return rotate();
                }),
                missed(role("cert-manager", "capstan-read"), "get configmaps " + PREVIOUS, () -> capstan.run("check")));
    }

    @Test
    @Order(12)
    void noRightWasLeftOut() {
        assertThat(Stream.of(
                                role("", "capstan-read"),
                                role("cert-manager", "capstan-read"),
                                role("linkerd", "capstan-read"),
                                role("capstan-probe", "capstan-dry-run"),
                                role("", "capstan-restart"),
                                role("cert-manager", "capstan-rotate"),
                                role("linkerd", "capstan-rotate"),
                                role("linkerd", "capstan-lead"),
                                role("linkerd", "capstan-hold-issuer"),
                                role("", "capstan-events"),
                                role("cert-manager", "capstan-operate"))
                        .flatMap(role -> role.rights().stream().map(right -> role + ": " + right)))
                .containsExactlyInAnyOrderElementsOf(TAKEN_AWAY);
    }

    private static String works(Capstan as, String... arguments) {
        Capstan.Result result = as.run(arguments);
        assertThat(result.err()).as(String.join(" ", arguments)).isEmpty();
        assertThat(result.out()).as(String.join(" ", arguments)).doesNotContainIgnoringCase("forbidden", "skipped");
        assertThat(result.exitCode()).as(result.out()).isLessThan(2);
        return arguments[0];
    }

    private static DynamicTest missed(GrantedRole role, String right, Supplier<Capstan.Result> command) {
        return missed(
                role,
                role.rights().stream()
                        .filter(granted -> granted.toString().equals(right))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(role + " has no right to " + right)),
                command);
    }

    /** Without it the command says what the API server answered: which verb, on which resource. */
    private static DynamicTest missed(GrantedRole role, Right right, Supplier<Capstan.Result> command) {
        return DynamicTest.dynamicTest(role + ": " + right, () -> {
            TAKEN_AWAY.add(role + ": " + right);
            role.without(right, () -> {
                Capstan.Result result = command.get();
                assertThat(result.out() + result.err())
                        .contains("cannot " + right.verb() + " resource \"" + right.resource() + "\"");
            });
        });
    }

    private static GrantedRole role(String namespace, String name) {
        return new GrantedRole(stack, Optional.of(namespace).filter(text -> !text.isEmpty()), name, "capstan");
    }

    private static Capstan.Result rotate() {
        return capstan.run("rotate", "--yes");
    }

    private static Capstan.Result renewIssuer() {
        return capstan.run("rotate", "--issuer-only", "--yes");
    }

    private static Capstan.Running serve(Map<String, String> settings) {
        return capstan.with(settings).with(Served.somewhere().settings()).start("serve");
    }

    private static Capstan.Result serveUntilItComplains() {
        try (Capstan.Running serve = serve(Map.of())) {
            Eventually.until("serve complains", LIMIT, () -> serve.err().endsWith("\n"));
            serve.kill();
            return serve.await();
        }
    }

    /** As cert-manager does, or a person: the old anchor stays in the previous slot, and every proxy lacks the new one. */
    private static void renewAnchor() {
        String before = page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt");
        page.renew("cert-manager", "linkerd-trust-anchor");
        stack.await(
                "the anchor is another one",
                () -> !page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt")
                        .equals(before));
        stack.await(
                "the new one is in the bundle",
                () -> page.bundle()
                        .contains(page.secret("cert-manager", "linkerd-trust-anchor", "tls.crt")
                                .strip()));
    }

    /** The same anchors as before, so that nothing changes for the bundle. */
    private static void keepPreviousInConfigMap() {
        // more than two where the anchor was renewed again before the last one was retired
        long anchors = page.anchorsInBundle();
        stack.shell()
                .kubectl(
                        "create",
                        "configmap",
                        PREVIOUS,
                        "--namespace=cert-manager",
                        "--from-literal=tls.crt=" + page.secret("cert-manager", PREVIOUS, "tls.crt"));
        stack.shell()
                .kubectl(
                        "patch",
                        "bundle",
                        "linkerd-identity-trust-roots",
                        "--type=json",
                        "--patch=[{\"op\":\"replace\",\"path\":\"/spec/sources/1\",\"value\":"
                                + "{\"configMap\":{\"name\":\"" + PREVIOUS + "\",\"key\":\"tls.crt\"}}}]");
        delete("secret", "cert-manager", PREVIOUS);
        page.awaitAnchorsInBundle(anchors);
    }

    private static void delete(String kind, String namespace, String name) {
        stack.shell().kubectl("delete", kind, name, "--namespace=" + namespace, "--ignore-not-found");
    }
}
