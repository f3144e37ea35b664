{{- /* What the pods of all three kinds have in common. Each is given the root context and its own parts: args, env. */ -}}
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
{{- end }}

{{- /* Every setting that is not in the file. */ -}}
{{- define "capstan.env" -}}
- name: QUARKUS_CONFIG_LOCATIONS
  value: /etc/capstan/application.yaml
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
    mountPath: /etc/capstan
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
