/** The alerts and the dashboard of {@code k8s/monitoring}, on a real Prometheus, Alertmanager and Pushgateway. */
package io.capstan.e2e.monitoring;
