using System.Text;
using TrustedPublish.Core.Distributions.Metadata;
using TrustedPublish.Core.Failures;

namespace TrustedPublish.Unit.Distributions;

public sealed class CoreMetadataTests
{
    [Fact]
    public void Sends_every_field_up_to_2_5_under_the_name_the_form_has_for_it()
    {
        // Header and form field: the table of warehouse forklift/metadata.py, in the order of this file.
        (string Header, string Field)[] fields =
        [
            ("Metadata-Version", "metadata_version"), ("Name", "name"), ("Version", "version"),
            ("Dynamic", "dynamic"), ("Platform", "platform"), ("Supported-Platform", "supported_platform"), ("Summary", "summary"),
            ("Description-Content-Type", "description_content_type"), ("Keywords", "keywords"), ("Home-page", "home_page"),
            ("Download-URL", "download_url"), ("Author", "author"), ("Author-email", "author_email"), ("Maintainer", "maintainer"),
            ("Maintainer-email", "maintainer_email"), ("License", "license"), ("License-Expression", "license_expression"),
            ("License-File", "license_file"), ("Classifier", "classifiers"), ("Requires-Dist", "requires_dist"),
            ("Requires-Python", "requires_python"), ("Requires-External", "requires_external"), ("Project-URL", "project_urls"),
            ("Provides-Extra", "provides_extra"), ("Provides-Dist", "provides_dist"), ("Obsoletes-Dist", "obsoletes_dist"),
            ("Requires", "requires"), ("Provides", "provides"), ("Obsoletes", "obsoletes"),
            ("Import-Name", "import_name"), ("Import-Namespace", "import_namespace"),
        ];
        var text = new StringBuilder();
        foreach (var (header, _) in fields)
            text.Append($"{header}: {Value(header)}\n");
        text.Append("\nThe description.\n");

        var sent = Read(text.ToString()).FormFields().ToList();

        Assert.Equal([.. fields.Select(static field => field.Field), "description"], sent.Select(static field => field.Key));
        Assert.Equal([.. fields.Select(static field => Value(field.Header)), "The description.\n"], sent.Select(static field => field.Value));

        static string Value(string header) => header switch
        {
            "Metadata-Version" => "2.5",
            "Name" => "demo",
            "Version" => "1.0",
            _ => $"value of {header}",
        };
    }

    [Theory]
    [InlineData("2.1", false)]
    [InlineData("2.3", false)]
    [InlineData("2.4", true)]
    [InlineData("2.5", true)]
    public void Leaves_out_a_License_File_that_setuptools_wrote_into_too_old_metadata(string version, bool isSent)
    {
        var metadata = Read($"Metadata-Version: {version}\nName: demo\nVersion: 1.0\nLicense-File: LICENSE\nLicense-File: NOTICE\n");
        Assert.Equal(isSent ? ["LICENSE", "NOTICE"] : [], metadata.FormFields().Where(static field => field.Key == "license_file").Select(static field => field.Value));
        Assert.Equal(2, metadata.Values("License-File").Count());
    }

    [Fact]
    public void Keeps_the_order_of_repeated_fields()
    {
        var metadata = Read("Metadata-Version: 2.1\nName: demo\nVersion: 1\nClassifier: b\nRequires-Dist: x\nClassifier: a\n");
        Assert.Equal(["b", "a"], metadata.Values("Classifier"));
        Assert.Equal(["metadata_version", "name", "version", "classifiers", "requires_dist", "classifiers"], metadata.FormFields().Select(static field => field.Key));
    }

    [Fact]
    public void Reads_field_names_in_any_case_and_passes_over_unknown_ones()
    {
        var metadata = Read("METADATA-VERSION: 2.1\nname: demo\nversion: 1\nX-Own: 1\n");
        Assert.Equal(["metadata_version", "name", "version"], metadata.FormFields().Select(static field => field.Key));
    }

    [Theory]
    [InlineData("Description: one\n        two\n          three\n", "one\ntwo\n  three")]
    [InlineData("Description: one\n       |two\n       |\n       |four\n", "one\ntwo\n\nfour")]
    [InlineData("Description: one\n two\n", "one\n two")]
    public void Takes_the_indent_off_a_folded_description(string header, string description) =>
        Assert.Equal([description], Read($"Metadata-Version: 1.1\nName: demo\nVersion: 1\n{header}").Values("Description"));

    [Fact]
    public void Reads_line_ends_of_Windows()
    {
        var metadata = Read("Metadata-Version: 2.1\r\nName: demo\r\nVersion: 1\r\n\r\nText\r\n");
        Assert.Equal("demo", metadata.Name);
        Assert.Equal(["Text\r\n"], metadata.Values("Description"));
    }

    [Theory]
    [InlineData("Name: demo\nVersion: 1\n", "Metadata-Version")]
    [InlineData("Metadata-Version: 2.1\nVersion: 1\n", "no Name")]
    [InlineData("Metadata-Version: 2.1\nName: demo\n", "no Version")]
    [InlineData("Metadata-Version: 2.1\nName: de mo\nVersion: 1\n", "not a project name")]
    [InlineData("Metadata-Version: 2.1\nName: demo\nVersion: one\n", "PEP 440")]
    [InlineData("", "Metadata-Version")]
    public void Refuses_metadata_that_can_not_be_uploaded(string text, string reason)
    {
        var failure = Assert.Throws<PublishException>(() => Read(text));
        Assert.Equal(FailureKind.MetadataInvalid, failure.Kind);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_bytes_that_are_not_UTF_8()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("Metadata-Version: 2.1\nName: demo\nVersion: 1\nAuthor: J"), 0xE9, (byte)'\n'];
        Assert.Contains("UTF-8", Assert.Throws<PublishException>(() => CoreMetadata.Read(bytes, "demo")).Message, StringComparison.Ordinal);
    }

    private static CoreMetadata Read(string text) => CoreMetadata.Read(Encoding.UTF8.GetBytes(text), "demo-1.0.tar.gz");
}
