package dev.bailiwick.config;

import dev.bailiwick.model.failure.BailiwickException;
import dev.bailiwick.model.failure.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The running containers of an engine, for a name that none of them has: a Compose service, or a slip. */
final class RunningContainers {
    private static final String SERVICE = "com.docker.compose.service";
    private static final int MOST = 8;

    private final String wanted;
    private final String where;
    private final Docker docker;
    private final Map<String, String> environment;

    /**
     * The containers beside one that isn't there.
     *
     * @param wanted what DATABASE_CONTAINER says
     * @param where label of DATABASE_CONTAINER, for messages
     * @param environment for the client
     */
    RunningContainers(String wanted, String where, Docker docker, Map<String, String> environment) {
        this.wanted = wanted;
        this.where = where;
        this.docker = docker;
        this.environment = environment;
    }

    /**
     * The one container of the Compose service of that name.
     *
     * @param refusal what docker said to the name
     * @throws BailiwickException exit 2 where there is none, or more than one
     */
    String meant(Docker.Answer refusal) {
        if (!refusal.errors().toLowerCase(Locale.ROOT).contains("no such")) {
            throw unanswered(where, refusal);
        }
        Docker.Answer running =
                docker.run(List.of("ps", "--format", "{{.Names}} {{.Label \"" + SERVICE + "\"}}"), environment);
        List<String> names = new ArrayList<>();
        List<String> ofService = new ArrayList<>();
        // Where even that fails there is nobody to name, and the name is wrong all the same.
        running.output()
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split(" +", 2))
                .forEach(words -> {
                    names.add(words[0]);
                    if (words.length > 1 && words[1].equals(wanted)) {
                        ofService.add(words[0]);
                    }
                });
        if (ofService.size() > 1) {
            throw BailiwickException.usage(
                    where + ": " + ofService.size() + " containers run the service " + wanted,
                    "name one of them: " + String.join(", ", ofService));
        }
        return ofService.stream().findFirst().orElseThrow(() -> none(names));
    }

    private BailiwickException none(List<String> names) {
        List<String> next = new ArrayList<>();
        NearestName.to(wanted, names).ifPresent(near -> next.add("did you mean " + near + "?"));
        if (!names.isEmpty()) {
            next.add("running: " + String.join(", ", names.subList(0, Math.min(MOST, names.size())))
                    + (names.size() > MOST ? " …" : ""));
        }
        next.add("docker ps -a");
        return BailiwickException.usage(where + ": there is no container " + wanted, next.toArray(String[]::new));
    }

    /** What the client says of itself or of its engine. */
    static BailiwickException unanswered(String where, Docker.Answer answer) {
        String first = answer.errors().strip().lines().findFirst().orElse("no reason given");
        return BailiwickException.usage(where + ": docker can't be asked: " + first, "docker info");
    }
}
