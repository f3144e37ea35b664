package io.capstan.e2e.product;

import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod of an applied manifest runs: the entry point of the image is the program, so it is the program with the
 * container's arguments, environment and files, and with the rights of the pod's ServiceAccount. Volumes are directories
 * here, at other paths than in a pod; what the environment says of their paths is changed to that, and nothing else.
 */
record DeployedPod(RealStack stack, String namespace, PodTemplateSpec template) {

    static DeployedPod ofCronJob(RealStack stack, String namespace, String name) {
        return new DeployedPod(
                stack,
                namespace,
                stack.admin()
                        .batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getSpec()
                        .getJobTemplate()
                        .getSpec()
                        .getTemplate());
    }

    static DeployedPod ofJob(RealStack stack, String namespace, String name) {
        return new DeployedPod(
                stack,
                namespace,
                stack.admin()
                        .batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getSpec()
                        .getTemplate());
    }

    static DeployedPod ofDeployment(RealStack stack, String namespace, String name) {
        return new DeployedPod(
                stack,
                namespace,
                stack.admin()
                        .apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getSpec()
                        .getTemplate());
    }

    /** The program, set up as in the pod. */
    Capstan capstan() {
        return Capstan.as(stack, namespace, template.getSpec().getServiceAccountName())
                .with(environment());
    }

    /** The container's arguments, its variables put in. */
    String[] arguments() {
        Map<String, String> environment = environment();
        return container().getArgs().stream()
                .map(argument -> environment.entrySet().stream()
                        .reduce(
                                argument,
                                (text, variable) -> text.replace("$(" + variable.getKey() + ")", variable.getValue()),
                                (one, other) -> other))
                .toArray(String[]::new);
    }

    Container container() {
        return template.getSpec().getContainers().get(0);
    }

    /** Its own variables, and no others. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container().getEnv()) {
            environment.put(variable.getName(), value(variable));
        }
        for (VolumeMount mount : container().getVolumeMounts()) {
            mounted(mount.getName())
                    .ifPresent(directory -> environment.replaceAll(
                            (name, value) -> value.replace(mount.getMountPath() + "/", directory + "/")));
        }
        return environment;
    }

    private String value(EnvVar variable) {
        return Optional.ofNullable(variable.getValue())
                .orElseGet(() -> label(variable.getValueFrom().getFieldRef().getFieldPath()));
    }

    /** {@code metadata.labels['name']}, of which the Job's template has what its pods will have. */
    private String label(String fieldPath) {
        return template.getMetadata()
                .getLabels()
                .getOrDefault(fieldPath.replaceAll("^metadata\\.labels\\['|'\\]$", ""), "");
    }

    /** The files of a volume that is a ConfigMap, as they stand in it now. */
    private Optional<Path> mounted(String volume) {
        return template.getSpec().getVolumes().stream()
                .filter(candidate -> candidate.getName().equals(volume) && candidate.getConfigMap() != null)
                .findFirst()
                .map(candidate -> files(candidate.getConfigMap().getName()));
    }

    private Path files(String configMap) {
        try {
            Path directory =
                    Files.createDirectories(stack.directory().resolve("volumes").resolve(configMap));
            Map<String, String> data = stack.admin()
                    .configMaps()
                    .inNamespace(namespace)
                    .withName(configMap)
                    .require()
                    .getData();
            for (Map.Entry<String, String> file : data.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
