// Command trust-manager is trust-manager's Bundle controller and webhook. Its own main listens for probes and metrics
// on all interfaces, with no flag to change it; this one listens on loopback alone.
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"

	trustapi "github.com/cert-manager/trust-manager/pkg/apis/trust/v1alpha1"
	"github.com/cert-manager/trust-manager/pkg/bundle"
	bundlecontroller "github.com/cert-manager/trust-manager/pkg/bundle/controller"
	trustwebhook "github.com/cert-manager/trust-manager/pkg/webhook"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	ctrl "sigs.k8s.io/controller-runtime"
	metrics "sigs.k8s.io/controller-runtime/pkg/metrics/server"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

func main() {
	log := logr.FromSlogHandler(slog.NewTextHandler(os.Stderr, nil))
	ctrl.SetLogger(log)
	klog.SetLogger(log)

	flags := flag.NewFlagSet("trust-manager", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig file of the API server")
	namespace := flags.String("trust-namespace", "cert-manager", "where the sources of Bundles are looked up")
	port := flags.Int("webhook-port", 0, "port of the webhook on loopback")
	certs := flags.String("webhook-certificate-dir", "", "directory with the webhook's tls.crt and tls.key")
	_ = flags.Parse(os.Args[1:]) // ExitOnError

	if err := run(*kubeconfig, *namespace, *port, *certs); err != nil {
		fmt.Fprintln(os.Stderr, "trust-manager:", err)
		os.Exit(1)
	}
}

func run(kubeconfig, namespace string, port int, certs string) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	types := runtime.NewScheme()
	utilruntime.Must(scheme.AddToScheme(types))
	utilruntime.Must(trustapi.AddToScheme(types))
	options := bundlecontroller.Options{Namespace: namespace}
	manager, err := ctrl.NewManager(config, ctrl.Options{
		Scheme:                 types,
		HealthProbeBindAddress: "0",
		Metrics:                metrics.Options{BindAddress: "0"},
		WebhookServer:          webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: port, CertDir: certs}),
		Cache:                  bundle.CacheOpts(options),
	})
	if err != nil {
		return err
	}
	ctx := ctrl.SetupSignalHandler()
	if err := bundle.SetupWithManager(ctx, manager, options); err != nil {
		return fmt.Errorf("bundle controller: %w", err)
	}
	if err := trustwebhook.SetupWebhookWithManager(manager); err != nil {
		return fmt.Errorf("webhook: %w", err)
	}
	return manager.Start(ctx)
}
