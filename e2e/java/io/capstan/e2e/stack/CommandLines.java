package io.capstan.e2e.stack;

import java.nio.file.Path;
import java.util.List;

/** How each program of the stack is started: on loopback, with nothing that a test has no use for. */
record CommandLines(Programs programs, RunDirectory run, Ports ports) {

    /** One port for each program that listens. */
    record Ports(
            int etcd,
            int etcdPeers,
            int apiServer,
            int controllerManager,
            int scheduler,
            int kwok,
            int certManagerWebhook,
            int trustManagerWebhook) {

        static Ports free() {
            List<Integer> free = FreePorts.find(8);
            return new Ports(
                    free.get(0),
                    free.get(1),
                    free.get(2),
                    free.get(3),
                    free.get(4),
                    free.get(5),
                    free.get(6),
                    free.get(7));
        }
    }

    String server() {
        return "https://127.0.0.1:" + ports.apiServer();
    }

    List<String> etcd() {
        String clients = "http://127.0.0.1:" + ports.etcd();
        String peers = "http://127.0.0.1:" + ports.etcdPeers();
        return List.of(
                programs.path("etcd"),
                "--name=e2e",
                "--data-dir=" + run.etcd(),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=e2e=" + peers,
                // the store does not outlive the test
                "--unsafe-no-fsync");
    }

    List<String> apiServer() {
        return List.of(
                programs.path("kube"),
                "apiserver",
                "--etcd-servers=http://127.0.0.1:" + ports.etcd(),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + ports.apiServer(),
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + run.apiServer().resolve("tls.crt"),
                "--tls-private-key-file=" + run.apiServer().resolve("tls.key"),
                "--client-ca-file=" + run.authority(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + run.tokenPublicKey(),
                "--service-account-signing-key-file=" + run.tokenKey(),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=RBAC",
                "--allow-privileged=true",
                "--profiling=false");
    }

    List<String> controllerManager() {
        return List.of(
                programs.path("kube"),
                "controller-manager",
                "--kubeconfig=" + run.adminKubeconfig(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + ports.controllerManager(),
                "--cert-dir=" + run.scratch("controller-manager"),
                "--leader-elect=false",
                "--service-account-private-key-file=" + run.tokenKey(),
                "--root-ca-file=" + run.authority(),
                "--profiling=false");
    }

    List<String> scheduler() {
        return List.of(
                programs.path("kube"),
                "scheduler",
                "--kubeconfig=" + run.adminKubeconfig(),
                "--bind-address=127.0.0.1",
                "--secure-port=" + ports.scheduler(),
                "--cert-dir=" + run.scratch("scheduler"),
                "--leader-elect=false",
                "--profiling=false");
    }

    List<String> kwok() {
        return List.of(
                programs.path("kwok"),
                "--kubeconfig=" + run.adminKubeconfig(),
                "--config=" + run.stages(),
                "--manage-all-nodes=true",
                "--node-ip=127.0.0.1",
                "--cidr=10.244.0.0/16",
                "--node-lease-duration-seconds=40",
                "--server-address=127.0.0.1:" + ports.kwok());
    }

    List<String> certManager() {
        return List.of(
                programs.path("cert-manager"),
                "--kubeconfig=" + run.adminKubeconfig(),
                // as its Helm chart sets it: the namespace that cert-manager is in
                "--cluster-resource-namespace=cert-manager");
    }

    List<String> certManagerWebhook() {
        return List.of(
                programs.path("cert-manager-webhook"),
                "--kubeconfig=" + run.adminKubeconfig(),
                "--port=" + ports.certManagerWebhook(),
                "--certificate-dir=" + run.webhooks());
    }

    List<String> trustManager() {
        return List.of(
                programs.path("trust-manager"),
                "--kubeconfig=" + run.adminKubeconfig(),
                "--trust-namespace=cert-manager",
                "--webhook-port=" + ports.trustManagerWebhook(),
                "--webhook-certificate-dir=" + run.webhooks());
    }

    /** Where kubectl finds the definitions of cert-manager's and trust-manager's kinds. */
    Path customResourceDefinitions() {
        return programs.customResourceDefinitions();
    }
}
