{{- /* What the pods of all three kinds have in common. The rest is each kind's own: arguments, environment, probes. */ -}}
{{- define "capstan.serviceAccount" -}}
{{ ternary "capstan-check" "capstan" (eq .Values.mode "check") }}
{{- end }}

{{- define "capstan.podMetadata" -}}
labels:
  app.kubernetes.io/name: capstan # what the network policy selects
  {{- with .component }}
  app.kubernetes.io/component: {{ . }} # what has a port open, unlike a Job's pod
  {{- end }}
annotations:
  linkerd.io/inject: disabled
{{- end }}

{{- define "capstan.podSecurity" -}}
serviceAccountName: {{ include "capstan.serviceAccount" . }}
automountServiceAccountToken: true
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "capstan.image" -}}
image: {{ printf "%s:%s" .Values.image.repository .Values.image.tag }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
# Below it, config/application.yaml is read; the environment has precedence over that file.
workingDir: /etc/capstan
{{- end }}

{{- define "capstan.containerRest" -}}
resources: {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: settings
    mountPath: /etc/capstan/config
    readOnly: true
  # The JVM's own.
  - name: tmp
    mountPath: /tmp
{{- end }}

{{- define "capstan.volumes" -}}
volumes:
  - name: settings
    configMap:
      name: capstan
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
{{- end }}
