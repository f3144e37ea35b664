// Command kubectl is Kubernetes's own client, of the same release as the API server, so that the commands of Linkerd's
// page can be run word for word.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
)

func main() {
	os.Exit(cli.Run(cmd.NewDefaultKubectlCommand()))
}
