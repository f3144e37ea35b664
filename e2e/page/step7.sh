# Every inspection of step 7 of Linkerd's documentation, "Automatically Rotating Control Plane TLS Credentials", once:
# https://linkerd.io/2/tasks/automatically-rotating-control-plane-tls-credentials/
# Needs inspect_cert.sh, kubectl, step and jq.
step7 () {
  kubectl get secret -n cert-manager linkerd-trust-anchor -o jsonpath='{ .data.tls\.crt }' | base64 -d | inspect_cert
  kubectl get secret -n cert-manager linkerd-trust-anchor -o jsonpath='{ .data.ca\.crt }' | base64 -d | inspect_cert
  kubectl get secret -n cert-manager linkerd-previous-anchor -o jsonpath='{ .data.tls\.crt }' | base64 -d | inspect_cert
  kubectl get secret -n cert-manager linkerd-previous-anchor -o jsonpath='{ .data.ca\.crt }' | base64 -d | inspect_cert
  kubectl get secret -n linkerd linkerd-identity-issuer -o jsonpath='{ .data.ca\.crt }' | base64 -d | inspect_cert
  kubectl get secret -n linkerd linkerd-identity-issuer -o jsonpath='{ .data.tls\.crt }' | base64 -d | inspect_cert
  kubectl get configmap -n linkerd linkerd-identity-trust-roots -o jsonpath='{ .data.ca-bundle\.crt }' | inspect_cert
}
