// Command cert-manager is cert-manager's controller with the parts that Linkerd's page uses. cert-manager's own main
// packages are modules of their own that are not published; this one wires the published controllers as they do.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	logf "github.com/cert-manager/cert-manager/pkg/logs"
	"github.com/spf13/pflag"
	ctrl "sigs.k8s.io/controller-runtime"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	logf.InitLogs()
	defer logf.FlushLogs()
	ctrl.SetLogger(logf.Log)

	flags := pflag.NewFlagSet("cert-manager", pflag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig file of the API server")
	clusterResources := flags.String("cluster-resource-namespace", "kube-system",
		"where the Secrets of ClusterIssuers are looked up")
	_ = flags.Parse(os.Args[1:]) // ExitOnError

	if err := run(logf.NewContext(ctx, logf.Log, "controller"), *kubeconfig, *clusterResources); err != nil {
		fmt.Fprintln(os.Stderr, "cert-manager:", err)
		os.Exit(1)
	}
}
