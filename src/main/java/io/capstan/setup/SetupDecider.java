package io.capstan.setup;

import io.capstan.trust.Installation;
import java.util.List;
import java.util.Optional;

/** Decides what comes next. Whoever asks does it, looks again, and asks again: a set-up that was interrupted goes on. */
public final class SetupDecider {
    private final Installation installation;
    private final Manner manner;

    public SetupDecider(Installation installation, Manner manner) {
        this.installation = installation;
        this.manner = manner;
    }

    public Step next(Found found) {
        List<String> obstacles = Obstacles.of(installation, found);
        if (!obstacles.isEmpty()) {
            return new Step.Refuse(obstacles);
        }
        return stages(found).stream()
                .flatMap(stage -> next(stage, found).stream())
                .findFirst()
                .orElseGet(() -> improve(found));
    }

    /** What the cluster needs, whether it has it or not. */
    public List<Stage> stages(Found found) {
        return Blueprint.of(installation, manner, found);
    }

    /** What could be better; nothing where the documentation is to be followed to the letter. */
    public List<Improvement> improvements(Found found) {
        return manner.asDocumented() ? List.of() : Improvements.of(found, manner);
    }

    /** Whether a set-up creates this, or brings it to what it needs: what a dry run prints as YAML. */
    public boolean isToBeMade(Piece piece, Found found) {
        boolean lacksLabel = Improvements.neededLabel(found, manner)
                .filter(label -> label.object().equals(piece.ref()))
                .isPresent();
        return lacksLabel || !found.has(piece.ref());
    }

    private Optional<Step> next(Stage stage, Found found) {
        List<Piece> missing = stage.missing(found);
        if (!missing.isEmpty()) {
            return Optional.of(new Step.Create(missing));
        }
        Optional<Improvement> label = Improvements.neededLabel(found, manner);
        if (label.isPresent()) {
            return label.map(Step.Improve::new);
        }
        Optional<Improvement> sources = stage.milestone() == Milestone.BUNDLE_WRITTEN && !manner.asDocumented()
                ? Improvements.sources(found, manner)
                : Optional.empty();
        if (sources.isPresent()) {
            return sources.filter(improvement -> manner.improve()).map(Step.Improve::new);
        }
        return stage.milestone().pending(found.snapshot()).map(what -> new Step.Await(stage.milestone(), what));
    }

    private Step improve(Found found) {
        List<Improvement> improvements = improvements(found);
        return manner.improve() && !improvements.isEmpty()
                ? new Step.Improve(improvements.get(0))
                : new Step.Done(improvements);
    }
}
