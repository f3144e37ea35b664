// Command cert-manager-webhook is cert-manager's admission webhook, on loopback alone.
//
// The stack keeps it because every write of Capstan to a Certificate, its status included, passes it on a real cluster.
// Its rules are in an internal package of cert-manager, so this module's path has to lie below cert-manager's; that is
// why it is a module apart from the rest of the stack. cert-manager's own server listens on all interfaces: only its
// admission rules are taken, and served here.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	rules "github.com/cert-manager/cert-manager/internal/webhook"
	logf "github.com/cert-manager/cert-manager/pkg/logs"
	"github.com/cert-manager/cert-manager/pkg/webhook/admission"
	"github.com/cert-manager/cert-manager/pkg/webhook/options"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	logf.InitLogs()
	defer logf.FlushLogs()
	log.SetLogger(logf.Log)

	flags := flag.NewFlagSet("cert-manager-webhook", flag.ExitOnError)
	kubeconfig := flags.String("kubeconfig", "", "kubeconfig file of the API server")
	port := flags.Int("port", 0, "port of the webhook on loopback")
	certs := flags.String("certificate-dir", "", "directory with tls.crt and tls.key")
	_ = flags.Parse(os.Args[1:]) // ExitOnError

	if err := run(ctx, *kubeconfig, *port, *certs); err != nil {
		fmt.Fprintln(os.Stderr, "cert-manager-webhook:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig string, port int, certs string) error {
	config, err := options.NewWebhookConfiguration()
	if err != nil {
		return err
	}
	config.KubeConfig = kubeconfig
	certManager, err := rules.NewCertManagerWebhookServer(logf.Log, *config)
	if err != nil {
		return err
	}
	server := webhook.NewServer(webhook.Options{Host: "127.0.0.1", Port: port, CertDir: certs})
	server.Register("/mutate", admission.NewCustomMutationWebhook(certManager.MutationWebhook))
	server.Register("/validate",
		admission.NewCustomValidationWebhook(certManager.ResourceScheme, certManager.ValidationWebhook))
	return server.Start(ctx)
}
