package dev.bailiwick.plan;

import dev.bailiwick.model.domain.Domain;
import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.ExitCode;
import dev.bailiwick.model.failure.Failure;
import dev.bailiwick.model.failure.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which domains require which: the order of a run, required ones first. */
public final class DomainRequirements {
    private static final Comparator<String> PUBLIC_FIRST =
            Comparator.comparing((String name) -> !name.equals(Domain.PUBLIC)).thenComparing(Comparator.naturalOrder());

    private final Map<String, Domain> domains = new TreeMap<>(PUBLIC_FIRST);
    private final List<Domain> order;

    private DomainRequirements(Collection<Domain> all) {
        all.forEach(domain -> domains.put(domain.name(), domain));
        refuseUnknown();
        this.order = sorted();
    }

    /**
     * The requirements of all domains of a project.
     *
     * @throws BailiwickException (usage) where a domain requires one that isn't there, or one that in the end requires
     *     it
     */
    public static DomainRequirements of(Collection<Domain> all) {
        return new DomainRequirements(all);
    }

    /** All domains: required ones first, otherwise {@code public} first and then by name. */
    public List<Domain> order() {
        return order;
    }

    /** These domains and no others, in the order of a run. */
    public List<Domain> order(Collection<Domain> wanted) {
        Set<String> names = new HashSet<>();
        wanted.forEach(domain -> names.add(domain.name()));
        return order.stream().filter(domain -> names.contains(domain.name())).toList();
    }

    /** What a domain requires, directly or through others, in the order of a run, without the domain itself. */
    public List<Domain> requiredBy(Domain domain) {
        Set<String> names = new LinkedHashSet<>(domain.requires());
        List<String> toVisit = new ArrayList<>(names);
        while (!toVisit.isEmpty()) {
            Domain next = domains.get(toVisit.remove(toVisit.size() - 1));
            if (next != null) {
                next.requires().stream().filter(names::add).forEach(toVisit::add);
            }
        }
        return order.stream().filter(other -> names.contains(other.name())).toList();
    }

    /** These domains and all that they require, in the order of a run. */
    public List<Domain> withRequired(Collection<Domain> wanted) {
        Set<Domain> all = new LinkedHashSet<>(wanted);
        wanted.forEach(domain -> all.addAll(requiredBy(domain)));
        return order(all);
    }

    /** Kahn's way: again and again the first in line of those whose requirements are all done. */
    private List<Domain> sorted() {
        List<Domain> done = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (done.size() < domains.size()) {
            Domain next = domains.values().stream()
                    .filter(domain -> !names.contains(domain.name()) && names.containsAll(domain.requires()))
                    .findFirst()
                    .orElseThrow(() -> circle(names));
            done.add(next);
            names.add(next.name());
        }
        return List.copyOf(done);
    }

    private void refuseUnknown() {
        List<Failure> unknown = new ArrayList<>();
        for (Domain domain : domains.values()) {
            for (String required : domain.requires()) {
                if (!domains.containsKey(required)) {
                    unknown.add(unknown(domain, required));
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new BailiwickException(ExitCode.USAGE, unknown);
        }
    }

    private Failure unknown(Domain domain, String required) {
        List<String> next = new ArrayList<>();
        List<String> others = domains.keySet().stream()
                .filter(name -> !name.equals(domain.name()))
                .toList();
        NearestName.to(required, others).ifPresent(near -> next.add("did you mean " + near + "?"));
        next.add("domains: " + String.join(", ", domains.keySet()));
        return Failure.of(
                domain.folder() + "/domain.properties requires " + required + ", which is no domain",
                next.toArray(String[]::new));
    }

    /** Everything that isn't done requires something that isn't: following it must come round. */
    private BailiwickException circle(Set<String> done) {
        List<String> way = new ArrayList<>();
        @Nullable
        String at = domains.keySet().stream()
                .filter(name -> !done.contains(name))
                .findFirst()
                .orElseThrow();
        while (at != null && !way.contains(at)) {
            way.add(at);
            at = firstRequired(at, done);
        }
        List<String> circle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
        // Begins with the first in line, wherever the way came in.
        while (!circle.get(0).equals(circle.stream().min(PUBLIC_FIRST).orElseThrow())) {
            circle.add(circle.remove(0));
        }
        circle.add(circle.get(0));
        List<String> next = new ArrayList<>();
        next.add("take one of them out of requires= in its domain.properties");
        if (circle.contains(Domain.PUBLIC)) {
            next.add(
                    "every domain requires public unless its domain.properties says requires= (with nothing behind it)");
        }
        return BailiwickException.usage(
                "domains require each other in a circle: " + String.join(" → ", circle), next.toArray(String[]::new));
    }

    private @Nullable String firstRequired(String name, Set<String> done) {
        Domain domain = domains.get(name);
        return domain == null
                ? null
                : domain.requires().stream()
                        .filter(required -> !done.contains(required))
                        .findFirst()
                        .orElse(null);
    }
}
