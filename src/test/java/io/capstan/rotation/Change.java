package io.capstan.rotation;

import io.capstan.rotation.World.Group;
import io.capstan.rotation.World.Issuer;
import io.capstan.rotation.World.Issuing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@link World} that differs from another in a fact or a few. */
final class Change {
    private Instant now;
    private Optional<Instant> renewed;
    private Set<Issuing> issuing;
    private Set<Anchor> previous;
    private Set<Anchor> bundle;
    private Instant bundleChanged;
    private Issuer issuer;
    private boolean held;
    private List<Anchor> issuersInUse;
    private Group identity;
    private Group destination;
    private Group web;

    private Change(World world) {
        now = world.now();
        renewed = world.renewed();
        issuing = world.issuing();
        previous = world.previous();
        bundle = world.bundle();
        bundleChanged = world.bundleChanged();
        issuer = world.issuer();
        held = world.held();
        issuersInUse = world.issuersInUse();
        identity = world.identity();
        destination = world.destination();
        web = world.web();
    }

    static Change of(World world) {
        return new Change(world);
    }

    Change now(Instant then) {
        now = then;
        return this;
    }

    Change renewed(Instant at) {
        renewed = Optional.of(at);
        return this;
    }

    Change issuing(Set<Issuing> asked) {
        issuing = asked;
        return this;
    }

    Change previous(Set<Anchor> anchors) {
        previous = anchors;
        return this;
    }

    Change bundle(Set<Anchor> anchors, Instant changed) {
        bundle = anchors;
        bundleChanged = changed;
        return this;
    }

    Change issuer(Issuer issued) {
        issuer = issued;
        return this;
    }

    Change held(boolean isHeld) {
        held = isHeld;
        return this;
    }

    Change issuersInUse(List<Anchor> anchors) {
        issuersInUse = anchors;
        return this;
    }

    Change identity(Group pods) {
        identity = pods;
        return this;
    }

    Change destination(Group pods) {
        destination = pods;
        return this;
    }

    Change web(Group pods) {
        web = pods;
        return this;
    }

    World world() {
        return new World(
                now,
                renewed,
                issuing,
                previous,
                bundle,
                bundleChanged,
                issuer,
                held,
                issuersInUse,
                identity,
                destination,
                web);
    }
}
