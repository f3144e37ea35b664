package io.capstan.e2e.product;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The smallest part of a rule: one verb on one resource, of one name where the rule has names.
 *
 * @param group empty for the core group
 * @param resource as rules write it: {@code certificates/status}
 */
record Right(String verb, String resource, String group, Optional<String> name) {

    static List<Right> of(List<PolicyRule> rules) {
        return rules.stream().flatMap(Right::of).toList();
    }

    private static Stream<Right> of(PolicyRule rule) {
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .flatMap(verb -> names(rule).map(name -> new Right(verb, resource, group, name)))));
    }

    private static Stream<Optional<String>> names(PolicyRule rule) {
        return rule.getResourceNames().isEmpty()
                ? Stream.of(Optional.empty())
                : rule.getResourceNames().stream().map(Optional::of);
    }

    PolicyRule rule() {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verb)
                .withResourceNames(name.map(List::of).orElse(List.of()))
                .build();
    }

    @Override
    public String toString() {
        return verb + " " + resource + name.map(text -> " " + text).orElse("");
    }
}
