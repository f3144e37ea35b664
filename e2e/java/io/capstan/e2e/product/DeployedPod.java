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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a pod of an applied manifest runs: the entry point of the image is the program, so it is the program with the
 * container's arguments, environment, files and working directory, and with the rights of the pod's ServiceAccount. A
 * directory of the test stands for the root of the container's files.
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
        return capstan(template.getSpec().getServiceAccountName());
    }

    /** The same with the rights of another ServiceAccount. */
    Capstan capstan(String serviceAccount) {
        return Capstan.as(stack, namespace, serviceAccount).with(environment()).startedIn(workingDirectory());
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

    private Map<String, String> environment() {
        return container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, this::value));
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

    /** With the files of every volume that is a ConfigMap, as they stand in it now. */
    private Path workingDirectory() {
        Path root = stack.directory().resolve("root");
        for (VolumeMount mount : container().getVolumeMounts()) {
            template.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getName().equals(mount.getName()) && volume.getConfigMap() != null)
                    .forEach(volume -> write(volume.getConfigMap().getName(), below(root, mount.getMountPath())));
        }
        return below(root, container().getWorkingDir());
    }

    private static Path below(Path root, String path) {
        return root.resolve(path.substring(1));
    }

    private void write(String configMap, Path directory) {
        try {
            Files.createDirectories(directory);
            Map<String, String> data = stack.admin()
                    .configMaps()
                    .inNamespace(namespace)
                    .withName(configMap)
                    .require()
                    .getData();
            for (Map.Entry<String, String> file : data.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
