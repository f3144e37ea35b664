package io.capstan.e2e.product;

import io.capstan.e2e.stack.RealStack;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Role or ClusterRole that is applied, and is bound to a ServiceAccount of namespace capstan.
 *
 * @param namespace the Role's; empty for a ClusterRole
 */
record GrantedRole(RealStack stack, Optional<String> namespace, String name, String serviceAccount) {

    /** Its rights, as it stands now. */
    List<Right> rights() {
        return Right.of(rules());
    }

    /** Does something while the role lacks one right, which has its effect by then; afterwards the role is as it was. */
    void without(Right right, Runnable action) {
        List<PolicyRule> before = rules();
        List<Right> left =
                Right.of(before).stream().filter(other -> !other.equals(right)).toList();
        grant(left.stream().map(Right::rule).toList());
        try {
            stack.await(serviceAccount + " may not " + right, () -> !isAllowed(right));
            action.run();
        } finally {
            grant(before);
            stack.await(serviceAccount + " may " + right, () -> isAllowed(right));
        }
    }

    private boolean isAllowed(Right right) {
        String[] resource = right.resource().split("/");
        ResourceAttributes attributes = new ResourceAttributesBuilder()
                .withNamespace(namespace.orElse(""))
                .withVerb(right.verb())
                .withGroup(right.group())
                .withResource(resource[0])
                .withSubresource(Stream.of(resource).skip(1).findFirst().orElse(""))
                .withName(right.name().orElse(""))
                .build();
        return stack.admin()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:capstan:" + serviceAccount)
                        .withGroups("system:serviceaccounts", "system:serviceaccounts:capstan", "system:authenticated")
                        .withResourceAttributes(attributes)
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    private List<PolicyRule> rules() {
        return namespace
                .map(in -> stack.admin()
                        .rbac()
                        .roles()
                        .inNamespace(in)
                        .withName(name)
                        .require()
                        .getRules())
                .orElseGet(() -> stack.admin()
                        .rbac()
                        .clusterRoles()
                        .withName(name)
                        .require()
                        .getRules());
    }

    private void grant(List<PolicyRule> rules) {
        if (namespace.isPresent()) {
            stack.admin()
                    .rbac()
                    .roles()
                    .inNamespace(namespace.get())
                    .withName(name)
                    .edit(role -> role.edit().withRules(rules).build());
        } else {
            stack.admin()
                    .rbac()
                    .clusterRoles()
                    .withName(name)
                    .edit(role -> role.edit().withRules(rules).build());
        }
    }

    @Override
    public String toString() {
        return namespace.map(in -> in + "/").orElse("") + name;
    }
}
