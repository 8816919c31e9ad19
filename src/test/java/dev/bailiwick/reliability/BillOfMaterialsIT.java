package dev.bailiwick.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What is in the distribution is said in its bill of materials, and comes in the version that the build names. */
class BillOfMaterialsIT {
    private static final Path POM = Path.of("pom.xml");

    /** The licences of each component by the name of its jar. */
    private static Map<String, List<String>> components() throws IOException {
        Map<String, List<String>> components = new TreeMap<>();
        // Its plugin wants to be online, and is passed over by mvn -o.
        assumeTrue(Files.exists(Installed.home().resolve("share/sbom.json")), "built offline");
        try (JsonParser json = new JsonFactory()
                .createParser(Installed.home().resolve("share/sbom.json").toFile())) {
            String name = "";
            String version = "";
            List<String> licences = new ArrayList<>();
            while (json.nextToken() != null) {
                String path =
                        json.getParsingContext().pathAsPointer().toString().replaceAll("/[0-9]+", "");
                if (json.currentToken() == JsonToken.END_OBJECT && path.equals("/components")) {
                    components.put(name + "-" + version + ".jar", licences);
                    licences = new ArrayList<>();
                } else if (json.currentToken() == JsonToken.VALUE_STRING) {
                    switch (path) {
                        case "/components/name" -> name = json.getText();
                        case "/components/version" -> version = json.getText();
                        case "/components/licenses/license/id",
                                "/components/licenses/license/name",
                                "/components/licenses/expression" -> licences.add(json.getText());
                        default -> {}
                    }
                }
            }
        }
        return components;
    }

    @Test
    void everyLibraryIsInItWithALicence() throws IOException {
        Map<String, List<String>> components = components();
        List<String> jars;
        try (Stream<Path> files = Files.list(Installed.home().resolve("lib"))) {
            jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.equals("bailiwick.jar"))
                    .sorted()
                    .toList();
        }
        assertThat(jars).isNotEmpty();
        assertThat(components.keySet()).containsAll(jars);
        assertThat(jars)
                .allSatisfy(jar -> assertThat(components.get(jar)).as(jar).isNotEmpty());
    }

    @Test
    void theBuildNamesEveryVersionExactly() throws Exception {
        Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(POM.toFile());
        Map<String, String> properties = new TreeMap<>();
        children((Element) pom.getElementsByTagName("properties").item(0))
                .forEach(property -> properties.put(property.getTagName(), property.getTextContent()));
        for (String kind : List.of("dependency", "plugin", "path")) {
            List<Element> all = elements(pom, kind);
            assertThat(all).as(kind).isNotEmpty();
            for (Element element : all) {
                String name = child(element, "artifactId");
                String version = child(element, "version");
                String exact = version.startsWith("${")
                        ? properties.getOrDefault(version.substring(2, version.length() - 1), "")
                        : version;
                assertThat(exact).as(kind + " " + name + " " + version).matches("[0-9]+(\\.[0-9]+)*");
            }
        }
    }

    private static List<Element> elements(Document document, String name) {
        var found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static String child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(name))
                .map(Element::getTextContent)
                .findFirst()
                .orElse("");
    }
}
