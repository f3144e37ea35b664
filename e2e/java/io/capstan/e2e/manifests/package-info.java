/** What {@code k8s/} gives: the overlays and the chart, compared and read as a person's tools render them. */
package io.capstan.e2e.manifests;
