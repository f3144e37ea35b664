# From Linkerd's documentation, "Automatically Rotating Control Plane TLS Credentials", step 7:
# https://linkerd.io/2/tasks/automatically-rotating-control-plane-tls-credentials/
#
# Prints who issued a PEM certificate and whose it is. Reads the file in $1, or standard input: step takes the empty
# file name for that. Needs step and jq on the PATH.
inspect_cert () {
  sub_selector='\(.extensions.subject_key_id | .[0:16])... \(.subject_dn)'
  iss_selector='\(.extensions.authority_key_id // "................" | .[0:16])... \(.issuer_dn)'
  step certificate inspect --format json "$1" \
    | jq -r "\"Issuer: $iss_selector\",\"Subject: $sub_selector\""
}
