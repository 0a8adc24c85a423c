from django.forms.renderers import TemplatesSetting


class Fields(TemplatesSetting):
    """Every form field on every page looks and speaks the same: label, help, error, control."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
