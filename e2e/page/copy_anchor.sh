# From Linkerd's documentation, "Automatically Rotating Control Plane TLS Credentials", steps 5 and 9:
# https://linkerd.io/2/tasks/automatically-rotating-control-plane-tls-credentials/
#
# Copies the trust anchor's Secret, its private key included, to the Secret that holds the previous one.
copy_anchor_to_previous () {
  kubectl get secret -n cert-manager linkerd-trust-anchor -o yaml \
    | sed -e s/linkerd-trust-anchor/linkerd-previous-anchor/ \
    | egrep -v '^ *(resourceVersion|uid)' \
    | kubectl apply -f -
}
